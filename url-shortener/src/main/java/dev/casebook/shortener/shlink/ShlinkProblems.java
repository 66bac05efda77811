package dev.casebook.shortener.shlink;

import dev.casebook.chassis.web.Problem;
import dev.casebook.shortener.links.Refusal;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Our refusals in Shlink's words. */
final class ShlinkProblems {

    @ServerExceptionMapper
    Response answer(ShlinkProblemException e) {
        return Response.status(e.status())
                .type(Problem.MEDIA_TYPE)
                .entity(e.body())
                .build();
    }

    /** @param code of the link that was asked for, or wished for */
    static ShlinkProblemException of(Refusal refusal, String code) {
        return switch (refusal.kind()) {
            case UNKNOWN -> ShlinkProblemException.shortUrlNotFound(code);
            case TAKEN -> ShlinkProblemException.slugTaken(code);
            case INVALID, STALE -> ShlinkProblemException.invalidData(element(refusal.field()), refusal.title());
        };
    }

    private static String element(String field) {
        if (field.startsWith("rules")) {
            return "redirectRules";
        }
        return switch (field) {
            case "url" -> "longUrl";
            case "alias" -> "customSlug";
            case "validFrom" -> "validSince";
            // Only a visit limit can be at odds with it here.
            case "maxAge" -> "maxVisits";
            default -> field;
        };
    }
}
