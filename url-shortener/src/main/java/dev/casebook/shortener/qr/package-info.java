/** Short links as QR codes, drawn without AWT: a square of modules is a path in SVG, and one bit a pixel in PNG. */
package dev.casebook.shortener.qr;
