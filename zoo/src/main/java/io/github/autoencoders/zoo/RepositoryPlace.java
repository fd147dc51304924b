package io.github.autoencoders.zoo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/** Where the files of a repository lie. Paths in it are relative, with slashes. */
sealed interface RepositoryPlace {

    /**
     * Opens a file.
     *
     * @throws FileNotFoundException if it is not there
     * @throws IOException if it cannot be read
     */
    InputStream open(String path) throws IOException;

    /** Returns whether the files may be out of reach at times. */
    boolean isRemote();

    /** Returns the address of the place. */
    URI address();

    /**
     * Returns the place that a user names.
     *
     * @param place a folder, or an address that begins with file:, http: or https:
     * @throws IllegalArgumentException if it is none of them
     */
    static RepositoryPlace of(String place) {
        try {
            if (place.matches("(?i)https?://.+")) {
                return new Web(new URI(place.endsWith("/") ? place : place + "/"));
            }
            return new Folder(
                    place.matches("(?i)file:.*") ? Path.of(new URI(place)) : Path.of(place));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a repository must be a folder or an address with file:, http: or https:, but"
                            + " is \""
                            + place
                            + '"',
                    e);
        }
    }

    /** In the jar of our models, which may be absent. */
    record Jar() implements RepositoryPlace {

        @Override
        public InputStream open(String path) throws IOException {
            // Of the loader, not of the class: as modules, the jar of models is not that of this
            // class.
            InputStream in = Jar.class.getClassLoader().getResourceAsStream("mlrepo/" + path);
            if (in == null) {
                throw new FileNotFoundException(this + " has no " + path);
            }
            return in;
        }

        @Override
        public boolean isRemote() {
            return false;
        }

        @Override
        public URI address() {
            return URI.create("jar:///mlrepo/");
        }

        @Override
        public String toString() {
            return "built in";
        }
    }

    /**
     * In a folder.
     *
     * @param root of the repository
     */
    record Folder(Path root) implements RepositoryPlace {

        @Override
        public InputStream open(String path) throws IOException {
            Path file = root;
            for (String name : path.split("/", -1)) {
                file = file.resolve(name);
                if (Files.isSymbolicLink(file)) {
                    throw new IOException(file + " must not be a link, but is one");
                }
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileNotFoundException(this + " has no " + path);
            }
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public boolean isRemote() {
            return false;
        }

        @Override
        public URI address() {
            return root.toUri();
        }

        @Override
        public String toString() {
            return root.toString();
        }
    }

    /**
     * On a web server, which need do no more than give files.
     *
     * @param address with a slash at its end
     */
    record Web(URI address) implements RepositoryPlace {

        private static final int WAITING = (int) Duration.ofSeconds(20).toMillis();

        @Override
        public InputStream open(String path) throws IOException {
            URI file = address.resolve(path);
            URLConnection connection = file.toURL().openConnection();
            connection.setConnectTimeout(WAITING);
            connection.setReadTimeout(WAITING);
            int status = ((HttpURLConnection) connection).getResponseCode();
            if (status == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new FileNotFoundException(this + " has no " + path);
            }
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(file + " must be given with status 200, but has " + status);
            }
            return connection.getInputStream();
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }
}
