package dev.casebook.shortener.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.LuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {

    private static final String URL = "http://localhost:8080/s/abc1234";

    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");

    @ParameterizedTest
    @ValueSource(ints = {128, 150, 256, 1000})
    void pngIsReadBack(int size) throws IOException, ReaderException {
        var image = ImageIO.read(new ByteArrayInputStream(PngImage.draw(QrCode.of(URL), size)));

        assertThat(image.getWidth()).isEqualTo(image.getHeight()).isLessThanOrEqualTo(size);
        assertThat(read(image)).isEqualTo(URL);
    }

    @Test
    void svgIsReadBack() throws ReaderException {
        var code = QrCode.of(URL);
        var svg = new String(SvgImage.draw(code, 256), StandardCharsets.UTF_8);
        var image = new BufferedImage(code.size() * 4, code.size() * 4, BufferedImage.TYPE_BYTE_GRAY);
        var graphics = image.createGraphics();
        graphics.setBackground(Color.WHITE);
        graphics.clearRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(Color.BLACK);

        assertThat(svg).contains("width=\"256\"").contains("viewBox=\"0 0 " + code.size());
        RUN.matcher(svg)
                .results()
                .forEach(run -> graphics.fillRect(
                        4 * Integer.parseInt(run.group(1)),
                        4 * Integer.parseInt(run.group(2)),
                        4 * Integer.parseInt(run.group(3)),
                        4));

        assertThat(read(image)).isEqualTo(URL);
    }

    private static String read(BufferedImage image) throws ReaderException {
        return new QRCodeReader()
                .decode(new BinaryBitmap(new HybridBinarizer(new Pixels(image))))
                .getText();
    }

    private static final class Pixels extends LuminanceSource {

        private final BufferedImage image;

        Pixels(BufferedImage image) {
            super(image.getWidth(), image.getHeight());
            this.image = image;
        }

        @Override
        public byte[] getRow(int y, byte[] row) {
            var pixels = row != null && row.length >= getWidth() ? row : new byte[getWidth()];
            for (int x = 0; x < getWidth(); x++) {
                pixels[x] = (byte) (image.getRGB(x, y) & 0xff);
            }
            return pixels;
        }

        @Override
        public byte[] getMatrix() {
            var pixels = new byte[getWidth() * getHeight()];
            for (int y = 0; y < getHeight(); y++) {
                System.arraycopy(getRow(y, null), 0, pixels, y * getWidth(), getWidth());
            }
            return pixels;
        }
    }
}
