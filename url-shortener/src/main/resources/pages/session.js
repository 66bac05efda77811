// Who is signed in, and requests in their name. The token lives in this tab only, and ends with it.

const TOKEN = 'casebook.token';

export const element = (id) => document.getElementById(id);

/** An element with text and attributes; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
}

/** A refusal: problem+json, or words of our own when nobody answers. */
export class Problem extends Error {
    constructor(status, body) {
        super(body.detail ?? body.title ?? `The service answered ${status}.`);
        this.status = status;
        this.errors = body.errors ?? [];
    }
}

async function send(path, options) {
    let response;
    try {
        response = await fetch(path, options);
    } catch {
        throw new Problem(0, { title: 'The service cannot be reached. Is it running?' });
    }
    if (!response.ok) {
        throw new Problem(response.status, await response.json().catch(() => ({})));
    }
    return response;
}

/** A request with the token; without a valid one it asks to sign in. */
export async function api(path, options = {}) {
    const headers = { Authorization: `Bearer ${sessionStorage.getItem(TOKEN)}`, ...options.headers };
    try {
        return await send(path, { ...options, headers });
    } catch (problem) {
        if (problem.status === 401) {
            signOut();
        }
        throw problem;
    }
}

/** Shows what went wrong, at the page's end; nothing removes what was said before. */
export function tell(problem) {
    element('page-problem').textContent = problem ? problem.message : '';
}

function subject(token) {
    try {
        const claims = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
        return JSON.parse(atob(claims)).sub ?? 'somebody';
    } catch {
        return 'somebody';
    }
}

function signOut() {
    sessionStorage.removeItem(TOKEN);
    location.reload();
}

function signIn(token, start) {
    sessionStorage.setItem(TOKEN, token);
    enter(start);
}

function enter(start) {
    element('subject').textContent = subject(sessionStorage.getItem(TOKEN));
    element('sign-in').hidden = true;
    element('user').hidden = false;
    element('content').hidden = false;
    start().catch(tell);
}

function ask(start) {
    element('sign-in').hidden = false;
    element('name').focus();
    const said = element('sign-in-problem');
    element('sign-in-form').addEventListener('submit', async (event) => {
        event.preventDefault();
        said.textContent = '';
        try {
            const response = await send('/auth/token', {
                method: 'POST',
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ subject: element('name').value.trim() }),
            });
            signIn((await response.json()).access_token, start);
        } catch (problem) {
            if (problem.status === 404) {
                element('sign-in-form').hidden = true;
                element('token-form').hidden = false;
                element('token').focus();
            } else {
                said.textContent = problem.errors[0]?.message ?? problem.message;
            }
        }
    });
    element('token-form').addEventListener('submit', (event) => {
        event.preventDefault();
        signIn(element('token').value.trim(), start);
    });
}

/** Calls start once somebody is signed in. */
export function whenSignedIn(start) {
    element('sign-out').addEventListener('click', signOut);
    if (sessionStorage.getItem(TOKEN)) {
        enter(start);
    } else {
        ask(start);
    }
}

export async function copy(text, button) {
    const before = button.textContent;
    try {
        await navigator.clipboard.writeText(text);
        button.textContent = 'Copied';
    } catch {
        button.textContent = 'Not allowed';
    }
    setTimeout(() => { button.textContent = before; }, 1500);
}

export const number = (value) => value.toLocaleString();

export const date = (text) => new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
