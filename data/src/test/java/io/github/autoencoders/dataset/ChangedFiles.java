package io.github.autoencoders.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Files of ratings, of strings and of arrays, and forms in which they may come again.
 *
 * @param name of the kind of file
 * @param file its name
 * @param contents as a model was trained on them
 * @param forms in which they come
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that are only written
record ChangedFiles(String name, String file, byte[] contents, List<Form> forms) {

    /**
     * A form in which a file comes.
     *
     * @param file its name
     * @param refusal what the message says, %s for the file; empty if it is taken
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Form(String name, String file, byte[] contents, String refusal) {}

    /** Files of each kind. */
    static List<ChangedFiles> all() {
        return List.of(ratings(), titledRatings(), strings(), molecules(), arrays(), sounds());
    }

    private static ChangedFiles ratings() {
        List<String> lines = new ArrayList<>();
        for (int user = 1; user <= 8; user++) {
            for (int item = 1; item <= 5; item++) {
                if ((user + item) % 3 > 0) {
                    lines.add(
                            "%s\t%s\t%s\t881250949"
                                    .formatted(user, 10 * item, 1 + (user * item) % 5));
                }
            }
        }
        List<String> reversed = new ArrayList<>(lines);
        Collections.reverse(reversed);
        String text = String.join("\n", lines) + "\n";
        String rule = "must be user, item and rating with tabs, commas or :: between them, but is ";
        return new ChangedFiles(
                "ratings",
                "u.data",
                utf8(text),
                List.of(
                        taken(
                                "lines from the last to the first",
                                "u.data",
                                String.join("\n", reversed)),
                        taken("colons", "ratings.dat", text.replace("\t", "::")),
                        taken("commas", "a.ratings", text.replace('\t', ',')),
                        taken(
                                "a title",
                                "ratings.csv",
                                "userId,movieId,rating,timestamp\n" + text.replace('\t', ',')),
                        taken(
                                "a title, and another order",
                                "ratings.csv",
                                "rating,timestamp,movieId,userId\n"
                                        + text.replaceAll(
                                                "(\\d+)\t(\\d+)\t(\\d+)\t(\\d+)", "$3,$4,$2,$1")),
                        taken("no times", "a.ratings", text.replaceAll("\t881250949", "")),
                        taken("an item that is new", "u.data", text + "1\t77\t5\t0\n"),
                        taken(
                                "parts of ratings",
                                "u.data",
                                text.replaceAll("\t(\\d)\t", "\t$1.0\t")),
                        taken("a byte-order mark", "u.data", "\uFEFF" + text),
                        wide("UTF-16", "u.data", text),
                        taken("lines of Windows", "u.data", text.replace("\n", "\r\n")),
                        taken("empty lines", "u.data", "\n" + text.replace("\n", "\n\n")),
                        taken("no end of the last line", "u.data", text.strip()),
                        taken("blanks at the ends", "u.data", text.replace("\n", " \n")),
                        packed("compressed", "u.data.gz", text),
                        packed("compressed, capitals", "A.Ratings.GZ", text),
                        refused(
                                "two cells",
                                "u.data",
                                text + "1\t2\n",
                                "%s: line 27 " + rule + "\"1\t2\""),
                        refused(
                                "a word",
                                "u.data",
                                text + "1\t2\tgood\t0\n",
                                "%s: line 27 " + rule + "\"1\t2\tgood\t0\""),
                        refused(
                                "a rating twice",
                                "u.data",
                                text + lines.get(0),
                                "%s: line 27 must be the only rating of item 10 by user 1, but is"
                                        + " another"),
                        refused(
                                "other items",
                                "u.data",
                                text.replaceAll("0\t", "7\t"),
                                "%s must have ratings of items that the model knows, as 10, 20, 30,"
                                        + " 40, 50, but has of 17, 27, 37, 47, 57 alone"),
                        refused(
                                "nothing",
                                "u.data",
                                "",
                                "%s must hold at least one rating, but is empty")));
    }

    private static ChangedFiles titledRatings() {
        StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int user = 1; user <= 8; user++) {
            text.append("%s,1,%s.5,0\n%1$s,%s,3.0,0\n".formatted(user, user % 5, 2 + user % 3));
        }
        String all = text.toString();
        return new ChangedFiles(
                "titled ratings",
                "ratings.csv",
                utf8(all),
                List.of(
                        taken(
                                "capitals in the title",
                                "ratings.csv",
                                all.replace("userId", "USERID")),
                        taken(
                                "another title",
                                "ratings.csv",
                                all.replace("userId,movieId", "user_id,item_id")),
                        taken(
                                "quotes in the title",
                                "ratings.csv",
                                all.replace("userId", "\"userId\"")),
                        taken("a byte-order mark", "ratings.csv", "\uFEFF" + all),
                        wide("UTF-16", "ratings.csv", all),
                        taken("lines of Windows", "ratings.csv", all.replace("\n", "\r\n")),
                        taken("no title", "a.ratings", all.substring(all.indexOf('\n') + 1)),
                        packed("compressed", "ratings.csv.gz", all),
                        taken(
                                "no title in a CSV file",
                                "ratings.csv",
                                all.substring(all.indexOf('\n') + 1))));
    }

    private static ChangedFiles strings() {
        String text = "red\nblue\ngreen\nt\u00e9al\n";
        return new ChangedFiles(
                "strings",
                "s.txt",
                utf8(text),
                List.of(
                        taken("a byte-order mark", "s.txt", "\uFEFF" + text),
                        wide("UTF-16", "s.txt", text),
                        taken("lines of Windows", "s.txt", text.replace("\n", "\r\n")),
                        taken("empty lines", "s.txt", "\n" + text.replace("\n", "\n \n")),
                        taken("no end of the last line", "s.txt", text.strip()),
                        taken("an accent of its own", "s.txt", text.replace("\u00e9", "e\u0301")),
                        packed("compressed", "s.txt.gz", text),
                        packed("compressed, capitals", "S.TXT.GZ", text),
                        refused(
                                "a symbol that is new",
                                "s.txt",
                                text + "pink\n",
                                "%s: \"pink\" must be made of the symbols a b d e g l n r t u"
                                        + " \u00e9, but has \"p\""),
                        refused(
                                "a string that is longer",
                                "s.txt",
                                text + "bluegreen\n",
                                "%s: \"bluegreen\" must have at most 5 symbols, but has more"),
                        refused(
                                "nothing",
                                "s.txt",
                                "\n",
                                "%s must hold at least one string, but is empty"),
                        new Form(
                                "bytes of no UTF-8",
                                "s.txt",
                                text.getBytes(StandardCharsets.ISO_8859_1),
                                "%s: line 4 must be text in UTF-8, but is not; encoding must be"
                                        + " given if it is another, as windows-1252 or UTF-16LE")));
    }

    private static ChangedFiles molecules() {
        String text = "CCO\nc1ccccc1\nCC(=O)Cl\n";
        return new ChangedFiles(
                "molecules",
                "m.smi",
                utf8(text),
                List.of(
                        taken("names behind", "m.smi", text.replace("\n", " some name\n")),
                        taken("a title", "m.smi", "smiles\n" + text),
                        taken(
                                "a title of two",
                                "m.smi",
                                "SMILES\tName\n" + text.replace("\n", "\tx\n")),
                        taken(
                                "a title of a table",
                                "m.smi",
                                "smiles,name\n" + text.replace("\n", ",x y\n")),
                        taken(
                                "a byte-order mark and a title",
                                "m.smi",
                                "\uFEFFcanonical_smiles\n" + text),
                        wide("UTF-16", "m.smi", text),
                        taken("lines of Windows", "m.smi", text.replace("\n", "\r\n")),
                        packed("compressed, capitals", "M.SMI.GZ", text),
                        refused(
                                "a symbol that is new",
                                "m.smi",
                                text + "CBr\n",
                                "%s: \"CBr\" must be made of the symbols ( ) 1 = C Cl O c, but has"
                                        + " \"B\""),
                        refused(
                                "nothing",
                                "m.smi",
                                "smiles\n",
                                "%s must hold at least one string, but is empty")));
    }

    private static ChangedFiles arrays() {
        ByteBuffer bytes = ByteBuffer.allocate(12 + 12).putInt(0x802).putInt(4).putInt(3);
        IntStream.range(0, 12).forEach(i -> bytes.put((byte) (20 * i)));
        ByteBuffer floats = ByteBuffer.allocate(12 + 48).putInt(0xD02).putInt(4).putInt(3);
        IntStream.range(0, 12).forEach(i -> floats.putFloat(20 * i));
        byte[] file = bytes.array();
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        byte[] wider = ByteBuffer.wrap(file.clone()).putInt(4, 3).putInt(8, 4).array();
        String size = "%s must hold 4 rows of 3 (24 bytes), but ";
        return new ChangedFiles(
                "arrays",
                "a.idx",
                file,
                List.of(
                        new Form("floats", "a.idx", floats.array(), ""),
                        new Form("another ending", "a-ubyte", file, ""),
                        new Form("compressed", "a.IDX.gz", gzip(file), ""),
                        new Form(
                                "a byte less",
                                "a.idx",
                                Arrays.copyOf(file, 23),
                                size + "ends after 23 bytes"),
                        new Form("a byte more", "a.idx", longer, size + "goes on"),
                        new Form(
                                "other axes",
                                "a.idx",
                                wider,
                                "%s must hold samples of shape (3), but holds samples of shape"
                                        + " (4)"),
                        new Form(
                                "nothing",
                                "a.idx",
                                new byte[0],
                                "%s must start with an IDX header of 4 bytes, but ends after 0"
                                        + " bytes"),
                        new Form(
                                "zeros",
                                "a.idx",
                                new byte[24],
                                "%s must start with 000008NN or 00000DNN, NN being 02 to 04, but"
                                        + " starts with 00000000")));
    }

    private static ChangedFiles sounds() {
        byte[] file = sound(16, 1, AudioFileFormat.Type.WAVE);
        String none = "%s must be a sound in WAV, AIFF or AU, but cannot be read as one";
        return new ChangedFiles(
                "sounds",
                "s.wav",
                file,
                List.of(
                        new Form("24 bits", "s.wav", sound(24, 1, AudioFileFormat.Type.WAVE), ""),
                        new Form("32 bits", "s.wav", sound(32, 1, AudioFileFormat.Type.WAVE), ""),
                        new Form(
                                "two channels",
                                "s.wav",
                                sound(16, 2, AudioFileFormat.Type.WAVE),
                                ""),
                        new Form("AIFF", "s.aiff", sound(16, 1, AudioFileFormat.Type.AIFF), ""),
                        new Form("AU", "s.au", sound(16, 1, AudioFileFormat.Type.AU), ""),
                        new Form(
                                "AIFF called WAVE",
                                "s.wav",
                                sound(16, 1, AudioFileFormat.Type.AIFF),
                                ""),
                        new Form("capitals in the ending", "S.WAV", file, ""),
                        new Form("the long ending", "s.wave", file, ""),
                        new Form("a byte more", "s.wav", Arrays.copyOf(file, file.length + 1), ""),
                        new Form(
                                "half of it",
                                "s.wav",
                                Arrays.copyOf(file, 150),
                                "%s must hold 100 frames, as its header says, but is cut off"),
                        new Form("its header alone", "s.wav", Arrays.copyOf(file, 30), none),
                        new Form("nothing", "s.wav", new byte[0], none),
                        new Form(
                                "a text",
                                "s.wav",
                                utf8("no sound at all, but a text\n".repeat(4)),
                                none),
                        new Form("zeros", "s.wav", new byte[100], none)));
    }

    // Of values that all codings have, as their greatest number is 1; equal in all channels.
    private static byte[] sound(int bits, int channels, AudioFileFormat.Type type) {
        boolean wave = type.equals(AudioFileFormat.Type.WAVE);
        int frames = 100;
        int width = bits / 8;
        ByteBuffer bytes = ByteBuffer.allocate(frames * channels * width);
        for (int i = 0; i < frames * channels; i++) {
            int number = -(7 * (i / channels) % 120);
            for (int k = 0; k < width; k++) {
                int place = wave ? width - 1 - k : k; // of the byte, the highest being 0
                bytes.put((byte) (place == 0 ? number : 0));
            }
        }
        AudioFormat format = new AudioFormat(8000, bits, channels, true, !wave);
        ByteArrayInputStream in = new ByteArrayInputStream(bytes.array());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            AudioSystem.write(new AudioInputStream(in, format, frames), type, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static Form taken(String name, String file, String text) {
        return new Form(name, file, utf8(text), "");
    }

    private static Form refused(String name, String file, String text, String refusal) {
        return new Form(name, file, utf8(text), refusal);
    }

    private static Form wide(String name, String file, String text) {
        return new Form(name, file, ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE), "");
    }

    private static Form packed(String name, String file, String text) {
        return new Form(name, file, gzip(utf8(text)), "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
