package dev.tidalite.flight;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Makes Arrow vectors of a few rows that are plain objects.
final class RowsRoot {
    private RowsRoot() {}

    /// @param rows each with a value per field: null, [String], [Integer], [Boolean] or `byte[]`,
    ///     as the field's type has it
    /// @return to be closed by the caller
    static VectorSchemaRoot of(
            Schema schema, List<@Nullable Object[]> rows, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        try {
            root.allocateNew();
            for (int row = 0; row < rows.size(); row++) {
                for (int column = 0; column < rows.get(row).length; column++) {
                    set(root.getVector(column), row, rows.get(row)[column]);
                }
            }
            root.setRowCount(rows.size());
            return root;
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private static void set(FieldVector vector, int row, @Nullable Object value) {
        switch (vector) {
            case FieldVector any when value == null -> any.setNull(row);
            case VarCharVector texts -> texts.setSafe(row, utf8((String) value));
            case VarBinaryVector bytes -> bytes.setSafe(row, (byte[]) value);
            case IntVector numbers -> numbers.setSafe(row, (Integer) value);
            case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
            default -> throw new IllegalArgumentException("no values for " + vector.getField());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
