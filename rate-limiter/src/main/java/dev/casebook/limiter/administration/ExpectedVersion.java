package dev.casebook.limiter.administration;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The versions that a client believes something to have: an If-Match header.
 *
 * @param any true when each will do
 */
record ExpectedVersion(boolean any, Set<Long> versions) {

    /** Our own entity tags. Others, and weak ones, match nothing, as RFC 9110 wants of If-Match. */
    private static final Pattern TAG = Pattern.compile("(?<![/\\w])\"(\\d{1,18})\"");

    /** @throws ProblemException 428 without one */
    static ExpectedVersion of(Optional<String> ifMatch) {
        return ifMatch.map(ExpectedVersion::parse)
                .orElseThrow(() -> new ProblemException(Problem.of(428)
                        .detail("If-Match must have the ETag that you read, so that no other change is lost.")));
    }

    private static ExpectedVersion parse(String header) {
        if (header.strip().equals("*")) {
            return new ExpectedVersion(true, Set.of());
        }
        return new ExpectedVersion(
                false,
                TAG.matcher(header)
                        .results()
                        .map(tag -> Long.valueOf(tag.group(1)))
                        .collect(Collectors.toSet()));
    }

    /** @throws ProblemException 412 unless it is one of these */
    void check(long version) {
        if (!any && !versions.contains(version)) {
            throw AdministrationProblems.changed();
        }
    }
}
