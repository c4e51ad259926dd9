package dev.tidalite.http;

import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// The fields of a `multipart/form-data` body.
final class MultipartForm {
    private static final int PARTS_MAX = 100;

    private MultipartForm() {}

    /// @param contentType the whole header, which names the boundary
    /// @throws ApiException if the body is no such form
    static QueryParameters parse(String contentType, byte[] body) {
        String boundary = MultiPart.extractBoundary(contentType);
        if (boundary == null) {
            throw ApiException.invalid("the form names no boundary");
        }
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
        parser.setMaxParts(PARTS_MAX);
        parser.setMaxMemoryFileSize(-1);
        List<QueryParameters.Parameter> fields = new ArrayList<>();
        try (MultiPartFormData.Parts parts =
                parser.parse(Content.Source.from(ByteBuffer.wrap(body))).join()) {
            for (MultiPart.Part part : parts) {
                fields.add(
                        new QueryParameters.Parameter(
                                part.getName(), part.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (CompletionException | IllegalArgumentException e) {
            throw ApiException.invalid("the body is no form with that boundary");
        }
        return QueryParameters.of(fields);
    }
}
