/** What a run found out, as data and as one page that needs nothing else: no script, no style or image from elsewhere. */
package dev.casebook.lab.report;
