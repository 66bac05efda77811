package dev.casebook.limiter.rules;

import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads YAML, of which JSON is a part. */
public final class RulesText {

    private static final int FEW_ALIASES = 50;

    private RulesText() {}

    /** @throws InvalidRulesException unless it is an object; one of nothing is empty */
    public static Map<?, ?> parse(String content) {
        return parse(content, FEW_ALIASES);
    }

    /**
     * The same of what comes from afar: a few aliases within aliases make much of a small text, so there are none.
     *
     * @throws InvalidRulesException unless it is an object
     */
    public static Map<?, ?> parseForeign(String content) {
        return parse(content, 0);
    }

    private static Map<?, ?> parse(String content, int aliases) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(aliases);
        try {
            return switch (new Yaml(new SafeConstructor(options)).<Object>load(content)) {
                case Map<?, ?> object -> object;
                case null -> Map.of();
                default -> throw new InvalidRulesException("", "error loading config file: not a map");
            };
        } catch (YAMLException e) {
            throw new InvalidRulesException("", "error loading config file: " + e.getMessage());
        }
    }
}
