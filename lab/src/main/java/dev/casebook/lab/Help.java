package dev.casebook.lab;

import picocli.CommandLine.Option;

/** The help option of every command. */
public final class Help {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "say this and end")
    private boolean asked;
}
