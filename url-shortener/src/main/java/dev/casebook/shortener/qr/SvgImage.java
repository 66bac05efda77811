package dev.casebook.shortener.qr;

import java.nio.charset.StandardCharsets;

/** A QR code as SVG: one path, a rectangle for each run of dark modules. */
final class SvgImage {

    private SvgImage() {}

    /** @param pixels the size at which it is shown; as a drawing it stays sharp at any other */
    static byte[] draw(QrCode code, int pixels) {
        int size = code.size();
        var svg = new StringBuilder()
                .append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        .formatted(pixels, pixels, size, size))
                .append(" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\""
                        .formatted(size, size));
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int run = run(code, x, y);
                if (run > 0) {
                    svg.append('M').append(x).append(' ').append(y).append('h').append(run);
                    svg.append("v1h-").append(run).append('z');
                    x += run;
                }
            }
        }
        return svg.append("\"/></svg>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int run(QrCode code, int x, int y) {
        int end = x;
        while (code.isDark(end, y)) {
            end++;
        }
        return end - x;
    }
}
