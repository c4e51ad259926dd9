package dev.tidalite.http;

import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Blocker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
        Content.Source source = Content.Source.from(ByteBuffer.wrap(body));
        List<QueryParameters.Parameter> fields = new ArrayList<>();
        try (MultiPartFormData.Parts parts =
                Blocker.blockWithPromise(promise -> parser.parse(source, promise))) {
            for (MultiPart.Part part : parts) {
                fields.add(
                        new QueryParameters.Parameter(
                                part.getName(), part.getContentAsString(StandardCharsets.UTF_8)));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ApiException.invalid("the body is no form with that boundary");
        }
        return QueryParameters.of(fields);
    }
}
