package id.segel.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import id.segel.api.bind.RecordBinder;
import id.segel.ca.refusal.Problem;
import id.segel.ca.refusal.RefusedException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;

/** Reads JSON bodies into closed records; nothing else is ever read from JSON. */
@Consumes(MediaType.APPLICATION_JSON)
public final class ClosedBodyReader implements MessageBodyReader<Record> {
    private final ObjectMapper mapper;

    public ClosedBodyReader(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        return RecordBinder.bind(tree(body), type).orRefuse();
    }

    private JsonNode tree(InputStream body) throws IOException {
        try {
            JsonNode tree = mapper.readTree(body);
            if (tree.isMissingNode()) {
                throw RefusedException.because(
                        Problem.MALFORMED,
                        List.of(RecordBinder.unreadable("Isi kosong. Kirim JSON.", "The body is empty. Send JSON.")));
            }
            return tree;
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw RefusedException.because(
                    Problem.MALFORMED,
                    List.of(RecordBinder.unreadable(
                            "Isi bukan JSON yang benar, pada baris " + line + " kolom " + column
                                    + ". Perbaiki lalu kirim lagi.",
                            "The body is not correct JSON, at line " + line + " column " + column
                                    + ". Mend it and send it again.")));
        }
    }
}
