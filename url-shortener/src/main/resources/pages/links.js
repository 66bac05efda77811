// Making links, and finding one's own.
import { api, copy, date, element, make, tell, whenSignedIn } from './session.js';

const FIELDS = ['url', 'alias', 'title', 'tags', 'validUntil'];
const PAGE = 20;

let tag = '';
let next = '';
let newest = 0;

function wish(form) {
    const value = (name) => form.elements[name].value.trim() || undefined;
    const until = value('validUntil');
    return {
        url: value('url'),
        alias: value('alias'),
        title: value('title'),
        tags: value('tags')?.split(',').map((text) => text.trim()).filter(Boolean),
        validUntil: until && new Date(until).toISOString(),
    };
}

function showProblems(problem) {
    const elsewhere = [];
    for (const { field, message } of problem.errors) {
        const name = FIELDS.find((known) => field === known || field.startsWith(`${known}[`));
        if (name) {
            element(`${name}-problem`).textContent = message;
            element(name).setAttribute('aria-invalid', 'true');
            element(name).closest('details')?.setAttribute('open', '');
        } else {
            elsewhere.push(message);
        }
    }
    element('create-problem').textContent = problem.errors.length ? elsewhere.join(' ') : problem.message;
    document.querySelector('#create [aria-invalid=true]')?.focus();
}

function clearProblems() {
    for (const name of FIELDS) {
        element(`${name}-problem`).textContent = '';
        element(name).removeAttribute('aria-invalid');
    }
    element('create-problem').textContent = '';
}

async function create(event) {
    event.preventDefault();
    const form = event.target;
    clearProblems();
    try {
        const response = await api('/api/v1/links', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` },
            body: JSON.stringify(wish(form)),
        });
        showCreated(await response.json());
        form.reset();
        form.elements.url.focus();
        await list();
    } catch (problem) {
        showProblems(problem);
    }
}

function showCreated(link) {
    element('created').replaceChildren(
        make('p', {}, 'Your short link: ', make('a', { href: link.shortUrl, class: 'result' }, link.shortUrl)),
        make('p', { class: 'actions' }, copyButton(link), statistics(link)));
}

function copyButton(link) {
    const button = make('button', { type: 'button', class: 'quiet', 'aria-label': `Copy ${link.shortUrl}` }, 'Copy');
    button.addEventListener('click', () => copy(link.shortUrl, button));
    return button;
}

function statistics(link) {
    return make('a', { class: 'button', href: `/links/${link.code}`, 'aria-label': `Statistics of ${link.title ?? link.code}` }, 'Statistics');
}

function tagButton(name) {
    const button = make('button', { type: 'button', class: 'tag', title: `Only links with the tag ${name}` }, name);
    button.addEventListener('click', () => filterBy(name));
    return make('li', {}, button);
}

function item(link) {
    const ended = link.validUntil && new Date(link.validUntil) <= new Date();
    return make('li', { class: 'link' },
        make('div', { class: 'about' },
            make('a', { class: 'name', href: `/links/${link.code}` }, link.title ?? link.code),
            make('a', { class: 'short', href: link.shortUrl, rel: 'noopener' }, link.shortUrl),
            make('span', { class: 'target', title: link.url }, link.url),
            make('span', { class: 'muted' }, `made ${date(link.createdAt)}`, link.validUntil ? `, ${ended ? 'ended' : 'ends'} ${date(link.validUntil)}` : ''),
            make('ul', { class: 'tags' }, ...link.tags.map(tagButton))),
        make('div', { class: 'actions' }, copyButton(link), statistics(link)));
}

async function load(cursor) {
    const asked = ++newest;
    const query = new URLSearchParams({ limit: PAGE });
    const text = element('q').value.trim();
    for (const [name, value] of [['q', text], ['tag', tag], ['cursor', cursor]]) {
        if (value) {
            query.set(name, value);
        }
    }
    const page = await (await api(`/api/v1/links?${query}`)).json();
    if (asked !== newest) {
        return; // A later search has overtaken this one.
    }
    if (!cursor) {
        element('links').replaceChildren();
    }
    element('links').append(...page.items.map(item));
    next = page.next ?? '';
    element('more').hidden = !next;
    const nothing = !element('links').children.length;
    element('none').hidden = !nothing;
    element('none').textContent = text || tag ? 'No link of yours is like this.' : 'You have no links yet. The first one is made above.';
    tell();
}

const list = () => load('').catch(tell);

function filterBy(name) {
    tag = name;
    element('filter').hidden = !name;
    element('filter-tag').textContent = name;
    list();
}

whenSignedIn(async () => {
    element('create').addEventListener('submit', create);
    element('search').addEventListener('submit', (event) => { event.preventDefault(); list(); });
    element('q').addEventListener('input', () => list());
    element('more').addEventListener('click', () => load(next).catch(tell));
    element('filter-off').addEventListener('click', () => filterBy(''));
    await list();
    element('url').focus();
});
