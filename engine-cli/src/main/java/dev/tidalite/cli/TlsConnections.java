package dev.tidalite.cli;

import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/// The TLS of a server, from PEM files that are looked at every few seconds: new connections use a
/// certificate that was replaced, old ones stay. Files that cannot be read leave everything as it
/// is, and are told in the log.
final class TlsConnections extends AbstractLifeCycle {
    private static final Logger LOG = System.getLogger(TlsConnections.class.getName());
    private static final int LOOK_SECONDS = 5;

    private final PemIdentity identity;
    private final SslContextFactory.Server contexts = new SslContextFactory.Server();
    private final Scheduler scheduler = new ScheduledExecutorScheduler("tidalite-tls", true);
    private volatile PemIdentity.Version loaded;

    /// @throws IOException if the files are not what they have to be
    TlsConnections(PemIdentity identity) throws IOException {
        this.identity = identity;
        loaded = identity.version();
        contexts.setKeyStore(identity.load());
        contexts.setKeyStorePassword("");
    }

    SslContextFactory.Server contexts() {
        return contexts;
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        lookLater();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void lookLater() {
        scheduler.schedule(this::look, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            PemIdentity.Version now = identity.version();
            if (!now.equals(loaded)) {
                contexts.reload(factory -> factory.setKeyStore(load()));
                loaded = now;
                LOG.log(Level.INFO, "reloaded {0}", identity.certificates());
            }
        } catch (Exception e) {
            LOG.log(Level.ERROR, "the certificate stays as it was: {0}", e.getMessage());
        }
        lookLater();
    }

    private java.security.KeyStore load() {
        try {
            return identity.load();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
