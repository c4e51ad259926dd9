package dev.tidalite.query.internal.operator.aggregate;

import dev.tidalite.engine.batch.Validity;
import dev.tidalite.query.internal.expr.Column;
import dev.tidalite.query.internal.expr.Columns;
import dev.tidalite.query.internal.expr.DataType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Numbers distinct combinations of keys from 0 in the order of their first appearance; nulls are
/// equal to each other. For one thread.
///
/// Each group keeps `stride` longs: the codes of its keys and a word whose bit `k` says that key
/// `k` is null.
public final class GroupTable {
    private final KeyCodes[] keys;
    private final int stride;
    private long[] stored;
    private int[] slots = new int[256];
    private int groupCount;
    private long[][] codes;
    private long[] nulls = new long[0];

    /// @param types of the keys, at most 63
    public GroupTable(List<DataType> types) {
        if (types.size() > 63) {
            throw new IllegalArgumentException(types.size() + " keys are more than 63");
        }
        keys = types.stream().map(KeyCodes::new).toArray(KeyCodes[]::new);
        stride = keys.length + 1;
        stored = new long[16 * stride];
        codes = new long[keys.length][0];
        Arrays.fill(slots, -1);
    }

    public int groupCount() {
        return groupCount;
    }

    /// Writes the group of each row, making new ones where needed.
    public void groups(Column[] columns, int rowCount, int[] groups) {
        encode(columns, rowCount);
        int last = -1;
        for (int row = 0; row < rowCount; row++) {
            if (last < 0 || !isStored(last, row)) {
                last = find(row, /* add= */ true);
            }
            groups[row] = last;
        }
    }

    /// Writes the group of each row, or -1 if there is none of that combination.
    public void find(Column[] columns, int rowCount, int[] groups) {
        encode(columns, rowCount);
        for (int row = 0; row < rowCount; row++) {
            groups[row] = find(row, /* add= */ false);
        }
    }

    private void encode(Column[] columns, int rowCount) {
        if (nulls.length < rowCount) {
            nulls = new long[rowCount];
            codes = new long[keys.length][rowCount];
        }
        Arrays.fill(nulls, 0, rowCount, 0);
        for (int key = 0; key < keys.length; key++) {
            keys[key].encode(columns[key], rowCount, codes[key]);
            long[] validity = Columns.validity(columns[key], rowCount);
            if (validity != null) {
                for (int row = 0; row < rowCount; row++) {
                    if (!Validity.isValid(validity, row)) {
                        nulls[row] |= 1L << key;
                    }
                }
            }
        }
    }

    private boolean isStored(int group, int row) {
        int at = group * stride;
        for (int key = 0; key < keys.length; key++) {
            if (stored[at + key] != codes[key][row]) {
                return false;
            }
        }
        return stored[at + keys.length] == nulls[row];
    }

    private int find(int row, boolean add) {
        long hash = nulls[row];
        for (int key = 0; key < keys.length; key++) {
            hash = mix(hash, codes[key][row]);
        }
        int mask = slots.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (slots[slot] >= 0) {
            if (isStored(slots[slot], row)) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        return add ? add(row, slot) : -1;
    }

    private static long mix(long hash, long code) {
        long mixed = (hash ^ code) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    private int add(int row, int slot) {
        int group = groupCount++;
        int at = group * stride;
        if (at + stride > stored.length) {
            stored = Arrays.copyOf(stored, Math.multiplyExact(stored.length, 2));
        }
        for (int key = 0; key < keys.length; key++) {
            stored[at + key] = codes[key][row];
        }
        stored[at + keys.length] = nulls[row];
        slots[slot] = group;
        if (groupCount * 2 > slots.length) {
            rehash();
        }
        return group;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, -1);
        int mask = slots.length - 1;
        for (int group = 0; group < groupCount; group++) {
            int at = group * stride;
            long hash = stored[at + keys.length];
            for (int key = 0; key < keys.length; key++) {
                hash = mix(hash, stored[at + key]);
            }
            int slot = (int) (hash >>> 32) & mask;
            while (slots[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = group;
        }
    }

    /// The keys of all groups, column by column.
    public List<Column> keyColumns() {
        List<Column> columns = new ArrayList<>(keys.length);
        long[] values = new long[groupCount];
        for (int key = 0; key < keys.length; key++) {
            long[] validity = null;
            for (int group = 0; group < groupCount; group++) {
                values[group] = stored[group * stride + key];
                if ((stored[group * stride + keys.length] >> key & 1) != 0) {
                    if (validity == null) {
                        validity = new long[Validity.words(groupCount)];
                        Validity.setRange(validity, 0, groupCount);
                    }
                    Validity.clear(validity, group);
                }
            }
            columns.add(keys[key].decode(values, groupCount, validity));
        }
        return columns;
    }

    /// The group here of every group of another table with the same key types.
    public int[] adopt(GroupTable other) {
        int[] groups = new int[other.groupCount];
        groups(other.keyColumns().toArray(Column[]::new), other.groupCount, groups);
        return groups;
    }

    public long memoryBytes() {
        long bytes = 8L * stored.length + 4L * slots.length;
        for (KeyCodes key : keys) {
            bytes += key.memoryBytes();
        }
        return bytes;
    }
}
