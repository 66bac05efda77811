package dev.casebook.shortener.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A square of dark and light modules, with the light border that scanners need. */
final class QrCode {

    /** Modules; the standard's quiet zone. */
    private static final int BORDER = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /** @param text short, such as an URL of this service: a QR code holds some two thousand characters at most */
    static QrCode of(String text) {
        try {
            return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters has no QR code", e);
        }
    }

    /** Modules on a side, the border included. */
    int size() {
        return modules.getWidth() + 2 * BORDER;
    }

    boolean isDark(int x, int y) {
        int column = x - BORDER;
        int row = y - BORDER;
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }
}
