package dev.tidalite.bench.lp;

import dev.tidalite.bench.tsbs.CpuData;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// The texts that are decoded, each made anew and always the same.
public enum LineKind {
    /// (a) TSBS cpu: ten tags, ten integer fields.
    TSBS_INTEGERS {
        @Override
        void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random) {
            appendCpu(text, cpu, false);
        }
    },
    /// (b) The same with floats of 15 digits.
    TSBS_FLOATS {
        @Override
        void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random) {
            appendCpu(text, cpu, true);
        }
    },
    /// (c) One short tag, one short field.
    SHORT {
        @Override
        void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random) {
            text.append("m,t=v").append(random.nextInt(100)).append(" f=").append(row % 10);
            appendTime(text, row);
        }
    },
    /// (d) Escapes in names and strings.
    ESCAPES {
        @Override
        void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random) {
            text.append("app\\ log,host=node\\,").append(random.nextInt(100));
            text.append(",path=/srv/my\\ files message=\"request ").append(row);
            text.append(" said \\\"no, = thanks\\\" twice\",file=\"C:\\\\logs\\\\app.txt\",");
            text.append("took\\ ms=").append(random.nextInt(1_000)).append("i,ok=");
            text.append(random.nextBoolean());
            appendTime(text, row);
        }
    },
    /// (e) Every line has another shape.
    ADVERSARIAL {
        @Override
        void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random) {
            text.append("m").append(random.nextInt(1_000_000));
            for (int i = random.nextInt(8); i > 0; i--) {
                text.append(",tag_").append(i).append('_').append(random.nextInt(1_000));
                text.append("=value_").append(random.nextInt(1_000));
            }
            char separator = ' ';
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                text.append(separator).append("field_").append(random.nextInt(1_000_000));
                text.append('=');
                switch (random.nextInt(4)) {
                    case 0 -> text.append(random.nextInt()).append('i');
                    case 1 -> text.append(random.nextBoolean());
                    case 2 -> text.append("\"text ").append(random.nextInt()).append('"');
                    default -> text.append(random.nextInt(10_000_000) / 1e3);
                }
                separator = ',';
            }
            appendTime(text, row);
        }
    };

    private static final int HOSTS = 4_000;
    private static final MathContext FIFTEEN_DIGITS = new MathContext(15);

    /// Adds a line without its newline.
    abstract void append(StringBuilder text, int row, CpuData cpu, SplittableRandom random);

    /// Whole lines that together have `byteCount` bytes or a few more.
    public byte[] text(int byteCount) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(byteCount + 1_024);
        CpuData cpu = new CpuData(HOSTS, CpuData.Values.FULL, 1);
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder line = new StringBuilder();
        for (int row = 0; text.size() < byteCount; row++) {
            line.setLength(0);
            append(line, row, cpu, random);
            text.writeBytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        return text.toByteArray();
    }

    private static void appendTime(StringBuilder text, int row) {
        text.append(' ').append(CpuData.START_NS + row * 1_000_003L);
    }

    private static void appendCpu(StringBuilder text, CpuData cpu, boolean floats) {
        cpu.advance();
        text.append(CpuData.TABLE);
        String[] tags = cpu.tags(cpu.host());
        for (int tag = 0; tag < tags.length; tag++) {
            text.append(',').append(CpuData.TAGS.get(tag)).append('=').append(tags[tag]);
        }
        char separator = ' ';
        for (int field = 0; field < CpuData.FIELDS.size(); field++) {
            text.append(separator).append(CpuData.FIELDS.get(field)).append('=');
            double value = cpu.value(field);
            if (floats) {
                text.append(new BigDecimal(value).round(FIFTEEN_DIGITS).toPlainString());
            } else {
                text.append((int) value).append('i');
            }
            separator = ',';
        }
        text.append(' ').append(cpu.timeNs());
    }
}
