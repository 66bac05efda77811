// Making and revoking API keys. A key is shown when it is made, and kept nowhere.
import { api, copy, date, element, make, tell, whenSignedIn } from './session.js';

const PATH = '/api/v1/api-keys';

const nameOf = (key) => key.name || `key ${key.id}`;

async function create(event) {
    event.preventDefault();
    const form = event.target;
    element('create-problem').textContent = '';
    try {
        const response = await api(PATH, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ name: form.elements.name.value.trim() }),
        });
        showCreated(await response.json());
        form.reset();
        await list();
    } catch (problem) {
        element('create-problem').textContent = problem.errors?.[0]?.message ?? problem.message;
        form.elements.name.focus();
    }
}

function showCreated(key) {
    const button = make('button', { type: 'button', class: 'quiet' }, 'Copy');
    button.addEventListener('click', () => copy(key.key, button));
    element('created').dataset.key = key.id;
    element('created').replaceChildren(
        make('p', {}, 'Copy it now; it will not be shown again: ', make('code', { id: 'secret', class: 'result' }, key.key)),
        make('p', { class: 'actions' }, button));
}

function item(key) {
    const button = make('button', { type: 'button', class: 'quiet', 'aria-label': `Revoke ${nameOf(key)}` }, 'Revoke');
    button.addEventListener('click', () => ask(key));
    return make('li', { class: 'link' },
        make('div', { class: 'about' },
            make('span', { class: 'name' }, nameOf(key)),
            make('span', { class: 'muted' }, `begins with ${key.id}, made ${date(key.createdAt)}`)),
        make('div', { class: 'actions' }, button));
}

function ask(key) {
    const dialog = element('confirm');
    element('confirm-name').textContent = nameOf(key);
    dialog.returnValue = '';
    dialog.addEventListener('close', () => dialog.returnValue === 'revoke' && revoke(key), { once: true });
    dialog.showModal();
}

async function revoke(key) {
    try {
        await api(`${PATH}/${key.id}`, { method: 'DELETE' });
        if (element('created').dataset.key === key.id) {
            element('created').replaceChildren();
        }
    } catch (problem) {
        tell(problem);
    }
    await list();
}

async function list() {
    try {
        const { items } = await (await api(PATH)).json();
        element('keys').replaceChildren(...items.map(item));
        element('none').hidden = items.length > 0;
    } catch (problem) {
        tell(problem);
    }
}

whenSignedIn(async () => {
    element('server').textContent = location.origin;
    element('create').addEventListener('submit', create);
    await list();
});
