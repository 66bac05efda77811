// Editing, deleting and restoring the link of a page. What somebody else changed meanwhile is never overwritten: the version that was read goes with each change.
import { api, element, tell } from './session.js';
import { clear, clearProblems, fill, isComplete, prepare, read, showProblems } from './fields.js';

let link;
let show;

const path = () => `/api/v1/links/${link.code}`;
const version = () => ({ 'If-Match': `"${link.version}"` });

/** @param changed the link as it is now, shown by the page */
function become(changed) {
    link = changed;
    element('deleted').hidden = !link.deleted;
    element('edit-open').disabled = link.deleted;
    element('delete').disabled = link.deleted;
    show(link);
}

function open() {
    fill(element('edit'), link);
    clearProblems(element('edit'));
    element('edit-again').hidden = true;
    toggle(true);
    element('url').focus();
}

function close() {
    toggle(false);
    clear(element('edit'));
    element('edit-open').focus();
}

function toggle(shown) {
    element('edit').hidden = !shown;
    element('edit-open').setAttribute('aria-expanded', String(shown));
}

async function save(event) {
    event.preventDefault();
    const form = event.target;
    clearProblems(form);
    if (!isComplete(form)) {
        return;
    }
    try {
        const response = await api(path(), {
            method: 'PATCH',
            headers: { 'Content-Type': 'application/merge-patch+json', ...version() },
            body: JSON.stringify(read(form)),
        });
        become(await response.json());
        close();
        tell();
    } catch (problem) {
        showProblems(form, problem);
        element('edit-again').hidden = problem.status !== 412;
    }
}

async function reopen() {
    try {
        become(await (await api(path())).json());
        open();
    } catch (problem) {
        showProblems(element('edit'), problem);
    }
}

async function remove() {
    try {
        await api(path(), { method: 'DELETE', headers: version() });
        close();
        become({ ...link, deleted: true, version: link.version + 1 });
        element('restore').focus();
        tell();
    } catch (problem) {
        tell(problem);
    }
}

async function restore() {
    try {
        become(await (await api(`${path()}/restore`, { method: 'POST' })).json());
        element('edit-open').focus();
        tell();
    } catch (problem) {
        tell(problem);
    }
}

/**
 * Once for each page.
 *
 * @param first the link as it was read
 * @param shown is told the link, now and after each change
 */
export function makeEditable(first, shown) {
    show = shown;
    prepare();
    element('edit-open').addEventListener('click', () => (element('edit').hidden ? open() : close()));
    element('edit-cancel').addEventListener('click', close);
    element('edit-again').addEventListener('click', reopen);
    element('edit').addEventListener('submit', save);
    element('delete').addEventListener('click', remove);
    element('restore').addEventListener('click', restore);
    become(first);
}
