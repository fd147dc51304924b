package io.github.autoencoders.dataset;

import io.github.autoencoders.zoo.TextForm;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The text that bytes are, in the character set that a byte-order mark names, or else in that which
 * is said, or in UTF-8. What is no text is refused, with the number of its line.
 */
final class DecodedText extends Reader {

    private static final int MARK = 3; // bytes of the longest byte-order mark

    private final InputStream contents;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(1 << 16).limit(0);
    private boolean ended;
    private long line = 1;

    private DecodedText(InputStream contents, Charset charset) {
        this.contents = contents;
        this.charset = charset;
        decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** Returns the text of decompressed contents, without a byte-order mark. */
    static BufferedReader of(InputStream contents, TextForm form) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(contents, 1 << 16);
        buffered.mark(ForeignTable.MAGIC);
        byte[] bytes = beginning(buffered);
        String first = HexFormat.of().formatHex(bytes, 0, Math.min(MARK, bytes.length));
        buffered.reset();
        Optional<ForeignTable> foreign = ForeignTable.of(bytes);
        if (foreign.isPresent()) {
            throw new TextFormatException(
                    "the contents must be text, as CSV or JSON lines, but are those of a %s; %s"
                            .formatted(foreign.get(), foreign.get().advice("FILE")));
        }
        boolean wide = first.startsWith("fffe") || first.startsWith("feff");
        boolean marked = first.equals("efbbbf");
        buffered.skipNBytes(marked ? 3 : 0);
        Charset charset =
                wide ? StandardCharsets.UTF_16 : marked ? StandardCharsets.UTF_8 : form.charset();
        return new BufferedReader(new DecodedText(buffered, charset), 1 << 16);
    }

    // Its mark, and of what tells other formats as much as is there: where a file is followed, the
    // next line may be long in coming.
    private static byte[] beginning(InputStream contents) throws IOException {
        byte[] bytes = contents.readNBytes(MARK);
        int there = Math.min(contents.available(), ForeignTable.MAGIC - bytes.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        all.writeBytes(contents.readNBytes(there));
        return all.toByteArray();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    // Lines are counted as they are decoded: a fault is in the last of them.
    private void decode() throws IOException {
        bytes.compact();
        int count = contents.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(0, count)).flip();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, ended);
        if (ended && result.isUnderflow()) {
            result = decoder.flush(chars);
        }
        chars.flip();
        for (int i = 0; i < chars.limit(); i++) {
            char c = chars.get(i);
            line += c == '\n' ? 1 : 0;
            if (c == 0) {
                throw wrong("must hold no NUL character, but does");
            }
        }
        if (result.isError()) {
            throw wrong("must be text in " + charset.name() + ", but is not");
        }
    }

    private IOException wrong(String what) {
        return new TextFormatException(
                "line "
                        + line
                        + ' '
                        + what
                        + "; encoding must be given if it is another, as windows-1252 or UTF-16LE");
    }

    @Override
    public void close() throws IOException {
        contents.close();
    }
}
