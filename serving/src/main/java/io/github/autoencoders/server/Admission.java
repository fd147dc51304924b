package io.github.autoencoders.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.MessageDigest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. A server at this computer's own address alone is behind no firewall for the pages
 * that its user reads: they may send forms there, and by a name of theirs that leads to this
 * computer they may read the answers too.
 */
final class Admission {

    private static final String BEARER = "Bearer ";

    private final ServerSettings settings;
    private final Set<String> hosts;

    Admission(ServerSettings settings) {
        this.settings = settings;
        this.hosts = isLoopback(settings.host()) ? ownHosts(settings.host()) : Set.of();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // and the server cannot listen there
        }
    }

    private static Set<String> ownHosts(String host) {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
        hosts.add(HostPort.normalizeHost(host).toLowerCase(Locale.ROOT));
        return hosts;
    }

    /** Refuses requests for another host, where the server listens at its own computer alone. */
    void requireHost(Request request) throws HttpProblem {
        String host = Objects.requireNonNullElse(Request.getServerName(request), "");
        if (!hosts.isEmpty() && !hosts.contains(host.toLowerCase(Locale.ROOT))) {
            throw new HttpProblem(
                    421,
                    "MisdirectedRequestException",
                    "host must be one of " + String.join(", ", hosts) + ", but is " + host);
        }
    }

    /** Refuses what a browser sends for another server's page, unless its origin is allowed. */
    void requireOwnPage(Request request) throws HttpProblem {
        HttpFields headers = request.getHeaders();
        String origin = Objects.requireNonNullElse(headers.get(HttpHeader.ORIGIN), "");
        String site = Objects.requireNonNullElse(headers.get("Sec-Fetch-Site"), "");
        boolean own =
                site.isEmpty()
                        ? origin.isEmpty() || isOwn(origin, headers.get(HttpHeader.HOST))
                        : site.equals("same-origin") || site.equals("none");
        boolean allowed = settings.origin().equals("*") || settings.origin().equals(origin);
        if (!own && !(allowed && !settings.origin().isEmpty())) {
            throw new HttpProblem(
                    403,
                    "ForbiddenException",
                    "origin must be this server's own, but is "
                            + (origin.isEmpty() ? "another, " + site : origin));
        }
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        return host != null && origin.replaceFirst("^https?://", "").equalsIgnoreCase(host);
    }

    /** Refuses who does not know the server's token, if it has one. */
    void requireToken(Request request) throws HttpProblem {
        if (settings.token().isEmpty()) {
            return;
        }
        String given = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        String said = Objects.requireNonNullElse(given, "");
        boolean bearer = said.regionMatches(true, 0, BEARER, 0, BEARER.length());
        byte[] there = (bearer ? said.substring(BEARER.length()).strip() : "").getBytes(UTF_8);
        // Takes as long wherever they differ.
        if (!MessageDigest.isEqual(settings.token().getBytes(UTF_8), there)) {
            throw new HttpProblem(
                    401,
                    "UnauthorizedException",
                    "header Authorization must be Bearer and the server's token, but is "
                            + (given == null ? "not there" : "another"));
        }
    }
}
