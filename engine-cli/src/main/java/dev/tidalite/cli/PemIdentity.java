package dev.tidalite.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server's certificate and private key in PEM files, as certificate authorities hand them out.
///
/// @param certificates the server's own first, then those that lead to the root
/// @param key PKCS #8, not encrypted (`BEGIN PRIVATE KEY`)
record PemIdentity(Path certificates, Path key) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    /// What tells one state of the files from another.
    record Version(FileTime certificatesChanged, FileTime keyChanged) {}

    Version version() throws IOException {
        return new Version(Files.getLastModifiedTime(certificates), Files.getLastModifiedTime(key));
    }

    /// Reads both files.
    ///
    /// @return with one entry, protected by the empty password
    /// @throws IOException naming the file, if one of them is not what it has to be
    KeyStore load() throws IOException {
        Certificate[] chain = readCertificates();
        PrivateKey privateKey = readKey();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, new char[0], chain);
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + " and " + key + ": " + e.getMessage(), e);
        }
    }

    private Certificate[] readCertificates() throws IOException {
        try {
            byte[] text = Files.readAllBytes(certificates);
            Certificate[] chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .toArray(Certificate[]::new);
            if (chain.length == 0) {
                throw new IOException(certificates + " holds no certificate");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + " is no PEM certificate: " + e.getMessage(), e);
        }
    }

    private PrivateKey readKey() throws IOException {
        Matcher pem = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!pem.find() || !pem.group(1).isEmpty()) {
            throw new IOException(
                    key
                            + " holds no plain PKCS #8 key; make one with: openssl pkcs8 -topk8"
                            + " -nocrypt -in OLD -out NEW");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                // it is a key of another algorithm
            } catch (GeneralSecurityException e) {
                throw new IOException(key + ": " + e.getMessage(), e);
            }
        }
        throw new IOException(key + " holds no key of RSA, an elliptic curve or Ed25519");
    }
}
