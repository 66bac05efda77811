// What may be chosen about a link, as the fields of a form.
import { element } from './session.js';

const TEXTS = ['title', 'maxVisits', 'maxAge'];
const INSTANTS = ['validFrom', 'validUntil'];
const ALONE = ['url', 'alias', 'tags', 'status', 'rules', ...TEXTS, ...INSTANTS];

/** What an input was filled with. A form shows less than there is: no seconds, no difference between nothing and an empty text. */
const filled = new WeakMap();

function fillIn(input, shown, value) {
    input.value = shown;
    filled.set(input, { shown: input.value, value });
}

/** What the input was filled with, unless somebody has changed it since. */
function valueOf(input, read) {
    const before = filled.get(input);
    return before && before.shown === input.value ? before.value : read(input.value.trim());
}

const text = (given) => given || null;
const instant = (given) => (given ? new Date(given).toISOString() : null);

/** In the form of an input of the type datetime-local. */
function local(given) {
    const at = new Date(given);
    return given ? new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '';
}

function valueInput(condition) {
    const type = condition.querySelector('[data-member=type]').value;
    return condition.querySelector(`[data-of~=${type}]`);
}

function showInputs(condition) {
    const type = condition.querySelector('[data-member=type]').value;
    for (const input of condition.querySelectorAll('[data-of]')) {
        input.hidden = !input.matches(`[data-of~=${type}]`);
    }
    condition.querySelector('[data-member=name]').hidden = type !== 'query';
}

function addCondition(rule, { type = 'device', name = null, value } = {}) {
    const condition = element('condition').content.firstElementChild.cloneNode(true);
    const about = condition.querySelector('[data-member=type]');
    about.value = type;
    about.addEventListener('change', () => showInputs(condition));
    fillIn(condition.querySelector('[data-member=name]'), name ?? '', name);
    if (value !== undefined) {
        fillIn(valueInput(condition), type === 'after' || type === 'before' ? local(value) : value ?? '', value);
    }
    condition.querySelector('.remove').addEventListener('click', () => {
        condition.remove();
        rule.querySelector('.add-condition').focus();
    });
    showInputs(condition);
    rule.querySelector('.conditions').append(condition);
    return about;
}

function addRule({ url = '', conditions = [] } = {}) {
    const rule = element('rule').content.firstElementChild.cloneNode(true);
    const target = rule.querySelector('[data-member=url]');
    target.value = url;
    rule.querySelector('.up').addEventListener('click', (event) => { rule.previousElementSibling?.before(rule); event.target.focus(); });
    rule.querySelector('.down').addEventListener('click', (event) => { rule.nextElementSibling?.after(rule); event.target.focus(); });
    rule.querySelector('.remove').addEventListener('click', () => { rule.remove(); element('add-rule').focus(); });
    rule.querySelector('.add-condition').addEventListener('click', () => addCondition(rule).focus());
    conditions.forEach((condition) => addCondition(rule, condition));
    element('rules').append(rule);
    return target;
}

function readCondition(condition) {
    const type = condition.querySelector('[data-member=type]').value;
    return {
        type,
        name: type === 'query' ? valueOf(condition.querySelector('[data-member=name]'), text) : null,
        value: valueOf(valueInput(condition), type === 'after' || type === 'before' ? instant : text),
    };
}

function readRule(rule) {
    return {
        url: text(rule.querySelector('[data-member=url]').value.trim()),
        conditions: [...rule.querySelectorAll('.condition')].map(readCondition),
    };
}

/** Says of what was begun and is no date or whole number that it is none; its value would be nothing, or another. */
export function isComplete(form) {
    return [...form.elements].every(({ validity: { badInput, stepMismatch } }, i) =>
        !(badInput || stepMismatch) || form.elements[i].reportValidity());
}

/** All fields as the REST API takes them; null is what was not chosen. */
export function read(form) {
    const input = (name) => form.elements[name];
    const number = (given) => (given ? Number(given) : null);
    return {
        url: text(input('url').value.trim()),
        title: text(input('title').value.trim()),
        tags: input('tags').value.split(',').map((tag) => tag.trim()).filter(Boolean),
        validFrom: valueOf(input('validFrom'), instant),
        validUntil: valueOf(input('validUntil'), instant),
        maxVisits: number(input('maxVisits').value),
        maxAge: number(input('maxAge').value),
        status: Number(input('status').value),
        forwardQuery: input('forwardQuery').checked,
        rules: [...element('rules').children].map(readRule),
    };
}

/** @param link as the REST API gives it */
export function fill(form, link) {
    form.elements.url.value = link.url;
    TEXTS.forEach((name) => { form.elements[name].value = link[name] ?? ''; });
    INSTANTS.forEach((name) => fillIn(form.elements[name], local(link[name]), link[name] ?? null));
    form.elements.tags.value = link.tags.join(', ');
    form.elements.status.value = link.status;
    form.elements.forwardQuery.checked = link.forwardQuery;
    element('rules').replaceChildren();
    link.rules.forEach(addRule);
}

export function clear(form) {
    form.reset();
    element('rules').replaceChildren();
}

/** Where a problem with a rule is told, and the input that it is about: rules[1].conditions[0].value, or less of it. */
function ofRule(field) {
    const [, i, j, member] = field.match(/^rules\[(\d+)\](?:\.conditions(?:\[(\d+)\])?)?(?:\.(\w+))?/) ?? [];
    const rule = element('rules').children[i];
    const condition = j === undefined ? rule : rule?.querySelectorAll('.condition')[j];
    const inputs = [...condition?.querySelectorAll(`[data-member=${member ?? 'url'}]`) ?? []];
    return [rule?.querySelector('.problem'), inputs.find((input) => !input.hidden)];
}

function ofField(field) {
    const name = ALONE.find((known) => field === known || field.startsWith(`${known}[`));
    const [problem, input] = field.startsWith('rules[') ? ofRule(field) : [name && element(`${name}-problem`), name && element(name)];
    return { problem: problem ?? null, input: input ?? null };
}

/** Tells each problem beside its field, and gives the first of them the focus. */
export function showProblems(form, problem) {
    const elsewhere = [];
    for (const { field, message } of problem.errors) {
        const at = ofField(field);
        if (at.problem) {
            at.problem.textContent = message;
            at.problem.closest('details')?.setAttribute('open', '');
            at.input?.setAttribute('aria-invalid', 'true');
        } else {
            elsewhere.push(message);
        }
    }
    form.querySelector('[role=alert]').textContent = problem.errors.length ? elsewhere.join(' ') : problem.message;
    form.querySelector('[aria-invalid=true]')?.focus();
}

export function clearProblems(form) {
    form.querySelectorAll('.problem').forEach((problem) => { problem.textContent = ''; });
    form.querySelectorAll('[aria-invalid]').forEach((input) => input.removeAttribute('aria-invalid'));
}

/** Once for each page: there is one form of this kind. */
export function prepare() {
    element('add-rule').addEventListener('click', () => addRule().focus());
}
