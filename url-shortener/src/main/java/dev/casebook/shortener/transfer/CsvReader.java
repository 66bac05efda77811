package dev.casebook.shortener.transfer;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CSV (RFC 4180) record by record: commas, quotes doubled inside quotes, line breaks of either kind, also inside quotes. */
final class CsvReader {

    /** A byte order mark, with which spreadsheets begin a file. */
    private static final int MARK = '\ufeff';

    private static final int END = -1;

    private final PushbackReader in;
    private final int maxRecord;
    private boolean begun;
    private int read;

    /** @param maxRecord characters in one record at most, so that a quote that is never closed does not fill the memory */
    CsvReader(Reader in, int maxRecord) {
        this.in = new PushbackReader(in);
        this.maxRecord = maxRecord;
    }

    /**
     * @return the fields of the next line that is not empty; empty at the end
     * @throws MalformedImportException if a record is too long, or text stands beside quotes
     */
    Optional<List<String>> next() throws IOException {
        if (!begun) {
            begun = true;
            skip(MARK);
        }
        while (true) {
            int first = in.read();
            if (first == END) {
                return Optional.empty();
            }
            if (first != '\r' && first != '\n') {
                in.unread(first);
                return Optional.of(fields());
            }
        }
    }

    private List<String> fields() throws IOException {
        read = 0;
        var fields = new ArrayList<String>();
        int end;
        do {
            var field = new StringBuilder();
            end = field(field);
            fields.add(field.toString());
        } while (end == ',');
        return fields;
    }

    /** @return what ended the field: a comma, a line break or the end */
    private int field(StringBuilder field) throws IOException {
        int c = read();
        if (c != '"') {
            while (c != ',' && c != '\n' && c != '\r' && c != END) {
                field.append((char) c);
                c = read();
            }
            return c;
        }
        while (true) {
            c = read();
            if (c == END) {
                throw new MalformedImportException("A quote is not closed.");
            }
            if (c == '"') {
                int after = read();
                if (after != '"') {
                    return requireEnd(after);
                }
            }
            field.append((char) c);
        }
    }

    private static int requireEnd(int c) {
        if (c != ',' && c != '\n' && c != '\r' && c != END) {
            throw new MalformedImportException("Text stands behind a closing quote.");
        }
        return c;
    }

    private int read() throws IOException {
        if (++read > maxRecord) {
            throw new MalformedImportException("A record has more than %d characters.".formatted(maxRecord));
        }
        return in.read();
    }

    private void skip(int unwanted) throws IOException {
        int c = in.read();
        if (c != unwanted && c != END) {
            in.unread(c);
        }
    }
}
