package io.github.autoencoders.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that NumPy, PyTorch and Keras wrote, by {@code docs/import/models.py}, are read as they
 * were meant.
 */
@Tag("no-engine")
class WeightFileTest {

    private static final float[] QUARTERS = {0, 0.25f, 0.5f, 0.75f, 1, 1.25f};
    private static final float[] WHOLE = {0, 1, 2, 3, 4, 5};

    @TempDir private Path folder;

    /** Returns a file that was written by another framework. */
    static Path resource(String name) {
        URL file = WeightFileTest.class.getResource("/weights/" + name);
        try {
            return Path.of(file.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Tensor> read(String name) throws IOException {
        return WeightFile.read(resource(name)).stream()
                .collect(Collectors.toMap(Tensor::name, tensor -> tensor));
    }

    private static void assertTensor(@Nullable Tensor tensor, Shape shape, float... values) {
        assertNotNull(tensor);
        assertEquals(shape, tensor.shape(), tensor.name());
        assertArrayEquals(values, tensor.values(), tensor.name());
    }

    @Test
    void allTypesAndOrdersOfNumPyAreRead() throws IOException {
        Map<String, Tensor> tensors = read("types.npz");
        for (String name : List.of("half", "float", "double", "big", "fortran")) {
            assertTensor(tensors.get(name), new Shape(2, 3), QUARTERS);
        }
        assertTensor(tensors.get("long"), new Shape(6), WHOLE);
        assertTensor(tensors.get("int"), new Shape(6), WHOLE);
        assertTensor(tensors.get("scalar"), new Shape(), 0.25f);
        assertTensor(read("types-compressed.npz").get("double"), new Shape(2, 3), QUARTERS);
    }

    @Test
    void viewsAndSharedStoragesOfPyTorchAreRead() throws IOException {
        Map<String, Tensor> tensors = read("types.pt");
        for (String type : List.of("half", "bfloat16", "float", "double", "parameter", "upper")) {
            assertTensor(tensors.get("model." + type), new Shape(2, 3), QUARTERS);
        }
        assertTensor(tensors.get("model.long"), new Shape(6), WHOLE);
        assertTensor(
                tensors.get("model.transposed"), new Shape(3, 2), 0, 0.75f, 0.25f, 1, 0.5f, 1.25f);
        assertTensor(
                tensors.get("model.lower"), new Shape(2, 3), 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f);
        assertTensor(tensors.get("model.every"), new Shape(6), 0, 0.5f, 1, 1.5f, 2, 2.5f);
        assertEquals(10, tensors.size(), "an optimizer's and a list's are left out");
    }

    @Test
    void allTypesOfSafetensorsAreRead() throws IOException {
        Map<String, Tensor> tensors = read("types.safetensors");
        for (String type : List.of("half", "bfloat16", "float", "double")) {
            assertTensor(tensors.get(type), new Shape(2, 3), QUARTERS);
        }
        assertTensor(tensors.get("long"), new Shape(6), WHOLE);
    }

    @Test
    void filesOfPyTorchBeforeZipFilesAreRead() throws IOException {
        Map<String, Tensor> tensors = read("types-older.pt");
        for (String type : List.of("half", "bfloat16", "float", "double", "upper")) {
            assertTensor(tensors.get("model." + type), new Shape(2, 3), QUARTERS);
        }
        assertTensor(tensors.get("model.long"), new Shape(6), WHOLE);
        assertTensor(
                tensors.get("model.transposed"), new Shape(3, 2), 0, 0.75f, 0.25f, 1, 0.5f, 1.25f);
        assertTensor(
                tensors.get("model.lower"), new Shape(2, 3), 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f);
        assertEquals(8, tensors.size());
    }

    @Test
    void shardsAreReadByTheirIndex() throws IOException {
        Map<String, Tensor> tensors = read("types.safetensors.index.json");
        for (String type : List.of("half", "bfloat16", "float", "double")) {
            assertTensor(tensors.get(type), new Shape(2, 3), QUARTERS);
        }
        assertTensor(tensors.get("long"), new Shape(6), WHOLE);
        assertEquals(5, tensors.size());
    }

    @Test
    void anIndexNamesFilesBesideItAndWhatTheyHold() throws IOException {
        byte[] shard = safetensors(2, "{}");
        Files.write(folder.resolve("a-00001-of-00001.safetensors"), shard);
        Map<String, String> why =
                Map.of(
                        "{}",
                        "it must have a weight_map, but has none",
                        "[]",
                        "its weight_map must say which file each tensor is in",
                        "{\"weight_map\": {\"w\": 3.5}}",
                        "it must name files beside it, but names 3.5",
                        "{\"weight_map\": {\"w\": \"../a.safetensors\"}}",
                        "it must name files beside it, but names ../a.safetensors",
                        "{\"weight_map\": {\"w\": \"b.bin\"}}",
                        "b.bin must be beside it, but there is no such file",
                        "{\"weight_map\": {\"w\": \"a-00001-of-00001.safetensors\"}}",
                        "w must be in a-00001-of-00001.safetensors, but is not");
        for (Map.Entry<String, String> each : why.entrySet()) {
            assertRefused(
                    "a.safetensors.index.json",
                    each.getKey().getBytes(StandardCharsets.UTF_8),
                    each.getValue());
        }
    }

    @Test
    void whatIsNoFileOfWeightsIsToldByWhatItIs() throws IOException {
        byte[] pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
                        .getBytes(StandardCharsets.UTF_8);
        for (String name : List.of("a.pt", "a.safetensors", "a.h5", "a.npz")) {
            assertRefused(
                    name,
                    pointer,
                    "it is a pointer of Git LFS; git lfs pull fetches the file itself");
        }
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
        assertRefused(
                "b.pt",
                tar,
                "it is a tar file, as PyTorch wrote before 0.1.10; let PyTorch write it anew:"
                        + " torch.save(torch.load(file, weights_only=False), new)");
        assertRefused(
                "c.pt",
                "no zip".getBytes(StandardCharsets.UTF_8),
                "it must begin as files of torch.save do, but does not");
        byte[] page = "\n<!DOCTYPE HTML>\n<html>".getBytes(StandardCharsets.UTF_8);
        for (String end : List.of("pt", "safetensors", "keras", "npz", "safetensors.index.json")) {
            assertRefused("d." + end, page, "it is a page of HTML, not the file that it was to be");
            assertRefused("e." + end, new byte[0], "it is empty");
        }
    }

    @Test
    void weightsWithTheNameOfOthersAreToldByWhatTheyAre() throws IOException {
        String zip = "it is a zip file, as .pt, .keras and .npz are";
        assertRefused("a.safetensors", Files.readAllBytes(resource("types.pt")), zip);
        assertRefused(
                "b.pt",
                Files.readAllBytes(resource("types.safetensors")),
                "its header is that of safetensors, whose name ends by .safetensors");
        assertRefused(
                "c.pt",
                Files.readAllBytes(resource("keras-vae.weights.h5")),
                "it is HDF5, whose name ends by .h5");
        byte[] array = "\u0093NUMPY\1\0v\0{}".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused("d.h5", array, "it is an array of NumPy, whose name ends by .npy");
    }

    @Test
    void zipFilesAndHdf5OfKerasAreToldApartByTheirBytes() throws IOException {
        Path archive = folder.resolve("a.h5");
        Files.copy(resource("keras-dense.keras"), archive);
        assertEquals(
                WeightFile.read(resource("keras-dense.keras")).size(),
                WeightFile.read(archive).size());
        Path capitals = folder.resolve("B.KERAS");
        Files.copy(resource("keras-vae.weights.h5"), capitals);
        assertEquals(
                WeightFile.read(resource("keras-vae.weights.h5")).size(),
                WeightFile.read(capitals).size());
    }

    @Test
    void kerasLayersComeInTheirOrderAndEncodersFirst() throws IOException {
        List<String> names =
                WeightFile.read(resource("keras-vae.weights.h5")).stream()
                        .map(Tensor::name)
                        .filter(name -> name.endsWith("/0") && name.contains("layers"))
                        .toList();
        assertEquals(
                List.of(
                        "encoder/layers/conv2d/vars/0",
                        "encoder/layers/conv2d_1/vars/0",
                        "encoder/layers/dense/vars/0",
                        "encoder/layers/dense_1/vars/0",
                        "encoder/layers/dense_2/vars/0",
                        "decoder/layers/conv2d_transpose/vars/0",
                        "decoder/layers/conv2d_transpose_1/vars/0",
                        "decoder/layers/conv2d_transpose_2/vars/0",
                        "decoder/layers/dense/vars/0"),
                names);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        List<Tensor> tensors =
                List.of(
                        Tensor.of("layer.2.weight", new Shape(2, 3), QUARTERS),
                        Tensor.of("layer.10.bias", new Shape(6), WHOLE),
                        Tensor.of("empty", new Shape(0, 3), new float[0]));
        for (String end : List.of(".npz", ".safetensors")) {
            Path file = folder.resolve("written" + end);
            WeightFile.write(file, tensors);
            Map<String, Tensor> read =
                    WeightFile.read(file).stream()
                            .collect(Collectors.toMap(Tensor::name, tensor -> tensor));
            assertEquals(3, read.size());
            tensors.forEach(
                    tensor ->
                            assertTensor(read.get(tensor.name()), tensor.shape(), tensor.values()));
        }
    }

    @Test
    void otherFilesAreNotWrittenOrRead() {
        Path torch = folder.resolve("written.pt");
        assertEquals(
                "weights must be written to a .safetensors or .npz file, but are to go to a .pt",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> WeightFile.write(torch, List.of()))
                        .getMessage());
        assertEquals(
                "weights must be in a file whose name ends by one of .safetensors, .pt, .pth, .bin,"
                    + " .ckpt, .keras, .h5, .hdf5, .npz, .npy, .index.json, but are in model.onnx",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> WeightFile.read(Path.of("model.onnx")))
                        .getMessage());
        assertEquals(
                "weights must be in a file, but " + torch + " is none",
                assertThrows(IOException.class, () -> WeightFile.read(torch)).getMessage());
    }

    private void assertRefused(String name, byte[] bytes, String why) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        assertEquals(
                file + " must hold weights, but cannot be read: " + why,
                assertThrows(IOException.class, () -> WeightFile.read(file)).getMessage());
    }

    /** A header that says it is long, or tensors that say they are large, take no memory. */
    @Test
    void sizesAreRefusedBeforeMemoryIsTaken() throws IOException {
        assertRefused(
                "a.safetensors",
                safetensors(Long.MAX_VALUE, ""),
                "its header must have at most 0 bytes, but has 9223372036854775807");
        String huge =
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [100000, 100000],"
                        + " \"data_offsets\": [0, 0]}}";
        assertRefused(
                "b.safetensors",
                safetensors(huge.length(), huge),
                "it must hold at most 268435456 values, but holds more with w of shape (100000,"
                        + " 100000)");
        String gap = huge.replace("[100000, 100000]", "[1]").replace("[0, 0]", "[4, 8]");
        assertRefused(
                "c.safetensors",
                safetensors(gap.length(), gap + "12345678"),
                "w must begin at byte 0, but begins at 4");
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 4), }\n";
        assertRefused(
                "d.npy",
                npy(header),
                "it must hold at most 268435456 values, but holds more with d of shape"
                        + " (1000000000000, 4)");
        assertRefused(
                "e.npy",
                npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"),
                "e must be an array of numbers, but its header is {'descr': '|O', 'fortran_order':"
                        + " False, 'shape': (1,), }");
    }

    private static byte[] safetensors(long length, String rest) {
        byte[] text = rest.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
    }

    private static byte[] npy(String header) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
