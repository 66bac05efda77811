package dev.casebook.lab.redirects;

import dev.casebook.lab.load.Request;
import dev.casebook.lab.load.Zipf;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The requests of a run, in their order. Which links they follow is drawn beforehand, so that it is known whose clicks to add up, and that choosing costs
 * the generator's thread nothing.
 */
public final class Traffic implements Supplier<Request> {

    private static final int FOUND = 302;
    private static final int CREATED = 201;
    private static final byte[] BEFORE_CODE = bytes("GET /s/");

    private final List<String> codes;
    private final int[] picks;
    private final int redirectsPerCreation;
    private final byte[] afterCode;
    private final String creationHead;

    private int sent;
    private int followed;

    /**
     * @param requests so many are drawn; further ones follow the same links again
     * @param redirectsPerCreation 0 creates nothing
     * @param token of who creates
     */
    Traffic(List<String> codes, Zipf zipf, long requests, int redirectsPerCreation, URI url, String token) {
        this.codes = codes;
        this.redirectsPerCreation = redirectsPerCreation;
        this.afterCode = afterCode(url);
        this.creationHead =
                "POST /api/v1/links HTTP/1.1\r\nHost: %s\r\nUser-Agent: casebook-lab\r\nAuthorization: Bearer %s\r\n"
                        .formatted(url.getAuthority(), token);
        long creations = redirectsPerCreation == 0 ? 0 : requests / (redirectsPerCreation + 1);
        this.picks = new int[Math.toIntExact(requests - creations)];
        Arrays.setAll(picks, _ -> zipf.next());
    }

    @Override
    public Request get() {
        int number = sent++;
        boolean creation = redirectsPerCreation > 0 && number % (redirectsPerCreation + 1) == redirectsPerCreation;
        return creation ? creation(number) : redirect(codes.get(picks[followed++ % picks.length]), afterCode);
    }

    /** @return each link that is followed, once */
    List<String> followed() {
        return Arrays.stream(picks).distinct().sorted().mapToObj(codes::get).toList();
    }

    /** One request to follow a code at any server. */
    public static Request redirect(String code, URI url) {
        return redirect(code, afterCode(url));
    }

    private static Request redirect(String code, byte[] afterCode) {
        var request = new ByteArrayOutputStream(BEFORE_CODE.length + code.length() + afterCode.length);
        request.writeBytes(BEFORE_CODE);
        request.writeBytes(bytes(code));
        request.writeBytes(afterCode);
        return new Request(request.toByteArray(), FOUND, false);
    }

    private Request creation(int number) {
        var body = "{\"url\":\"https://example.com/casebook/created/%d\"}".formatted(number);
        var head = "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(body.length());
        return new Request(bytes(creationHead + head + body), CREATED, true);
    }

    private static byte[] afterCode(URI url) {
        return bytes(" HTTP/1.1\r\nHost: %s\r\nUser-Agent: casebook-lab\r\n\r\n".formatted(url.getAuthority()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
