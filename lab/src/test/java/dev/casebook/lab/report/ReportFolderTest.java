package dev.casebook.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportFolderTest {

    @TempDir
    private Path reports;

    private ReportFolder written(Result result) throws Exception {
        var folder = ReportFolder.create(reports, Instant.parse("2026-01-02T03:04:05Z"), "redirects");
        folder.write(result);
        return folder;
    }

    private String page(Result result) throws Exception {
        return Files.readString(written(result).page());
    }

    private static Document parsed(String page) throws Exception {
        var markup = new InputSource(new StringReader(page.replace("<!doctype html>", "")));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(markup);
    }

    @Test
    void folderIsNamedAfterTheTime() throws Exception {
        assertThat(written(Results.passed()).path()).isEqualTo(reports.resolve("20260102-030405-redirects"));
    }

    @Test
    void pageIsWellFormedWithAChartForEachQuestion() throws Exception {
        var charts = parsed(page(Results.passed())).getElementsByTagName("svg");

        assertThat(charts.getLength()).isEqualTo(4);
    }

    @Test
    void pageNeedsNothingFromElsewhere() throws Exception {
        assertThat(page(Results.passed()))
                .doesNotContain("<script", "src=", "<link", "@import", "url(")
                .doesNotContainPattern("href=\"(?!result.json|series.csv|latency.hlog)");
    }

    @Test
    void pageSaysWhetherAndWhyARunDidNotPass() throws Exception {
        assertThat(page(Results.passed())).contains("Passed").doesNotContain("Not passed");
        assertThat(page(Results.empty("timeout", "The rate was not held.")))
                .contains("Not passed", "The rate was not held.", "error: timeout");
    }

    @Test
    void runWithoutAnyAnswerStillMakesAPage() throws Exception {
        var page = parsed(page(Results.empty("connection refused", "Nothing answered.")));

        assertThat(page.getElementsByTagName("h2").getLength()).isEqualTo(6);
    }

    @Test
    void pageMarksTheBudgetThatWasExceeded() throws Exception {
        var page = page(Results.passed()).replaceAll("</td><td[^>]*>", " | ");

        assertThat(page)
                .contains("url-shortener-0 | 202 | 192 | EXCEEDED")
                .contains("servers and launcher together | 361 | 640 | kept");
    }

    @Test
    void markupInAnErrorStaysText() throws Exception {
        var page = page(Results.empty("<script>alert('x')</script>", "a < b & \"c\""));

        assertThat(page).contains("&lt;script&gt;", "a &lt; b &amp; &quot;c&quot;");
        assertThat(parsed(page).getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void rawDataStandsBesideThePage() throws Exception {
        var folder = written(Results.passed()).path();

        var json = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
        assertThat(json.at("/latency/p99").asDouble()).isEqualTo(4.2);
        assertThat(json.at("/ledger/counted").asLong()).isEqualTo(9_000);
        var rows = Files.readAllLines(folder.resolve("series.csv"));
        assertThat(rows).hasSize(92);
        assertThat(rows.getFirst()).isEqualTo("second,sent,right,failed,late_max_ms,p50_ms,p99_ms,max_ms");
        assertThat(rows.get(1)).startsWith("-30,100,100,0,0.100,");
    }
}
