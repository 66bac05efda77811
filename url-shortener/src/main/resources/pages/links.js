// Making links, and finding one's own.
import { api, copy, date, element, make, tell, whenSignedIn } from './session.js';
import { clear, clearProblems, isComplete, prepare, read, showProblems } from './fields.js';

const PAGE = 20;

let tag = '';
let deleted = false;
let next = '';
let newest = 0;

async function create(event) {
    event.preventDefault();
    const form = event.target;
    clearProblems(form);
    if (!isComplete(form)) {
        return;
    }
    try {
        const response = await api('/api/v1/links', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` },
            body: JSON.stringify({ ...read(form), alias: form.elements.alias.value.trim() || null }),
        });
        showCreated(await response.json());
        clear(form);
        form.elements.url.focus();
        await list();
    } catch (problem) {
        showProblems(form, problem);
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

function restoreButton(link) {
    const button = make('button', { type: 'button', 'aria-label': `Restore ${link.title ?? link.code}` }, 'Restore');
    button.addEventListener('click', async () => {
        try {
            await api(`/api/v1/links/${link.code}/restore`, { method: 'POST' });
            location.assign(`/links/${link.code}`);
        } catch (problem) {
            tell(problem);
        }
    });
    return button;
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
            link.deleted
                ? make('span', { class: 'name' }, link.title ?? link.code)
                : make('a', { class: 'name', href: `/links/${link.code}` }, link.title ?? link.code),
            make('a', { class: 'short', href: link.shortUrl, rel: 'noopener' }, link.shortUrl),
            make('span', { class: 'target', title: link.url }, link.url),
            make('span', { class: 'muted' }, `made ${date(link.createdAt)}`, link.validUntil ? `, ${ended ? 'ended' : 'ends'} ${date(link.validUntil)}` : ''),
            make('ul', { class: 'tags' }, ...link.tags.map(tagButton))),
        make('div', { class: 'actions' }, ...(link.deleted ? [restoreButton(link)] : [copyButton(link), statistics(link)])));
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
    if (deleted) {
        query.set('deleted', 'true');
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
    element('none').hidden = element('links').children.length > 0;
    element('none').textContent = nothing(text);
    tell();
}

/** A search ends with a page, even an empty one, before it has looked at everything. */
function nothing(text) {
    if (text || tag) {
        return next ? 'No link of yours is like this so far; there are older ones.' : 'No link of yours is like this.';
    }
    return deleted ? 'You have deleted no links.' : 'You have no links yet. The first one is made above.';
}

const list = () => load('').catch(tell);

function filterBy(name) {
    tag = name;
    element('filter').hidden = !name;
    element('filter-tag').textContent = name;
    list();
}

whenSignedIn(async () => {
    prepare();
    element('create').addEventListener('submit', create);
    element('search').addEventListener('submit', (event) => { event.preventDefault(); list(); });
    element('q').addEventListener('input', () => list());
    element('which').addEventListener('change', (event) => {
        deleted = event.target.value === 'deleted';
        list();
    });
    element('more').addEventListener('click', () => load(next).catch(tell));
    element('filter-off').addEventListener('click', () => filterBy(''));
    await list();
    element('url').focus();
});
