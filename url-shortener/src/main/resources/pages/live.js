// Clicks as they are made and counted. Server-sent events, read by hand: an EventSource cannot carry a token.
import { api, element, make, number } from './session.js';

const RETRY = 3_000;
const SHOWN = 20;

function showState(state) {
    element('live').dataset.state = state;
    element('live').textContent = state;
}

function row(click) {
    const on = [click.browser, click.os, click.device].filter(Boolean).join(', ');
    const facts = click.bot
        ? ['a program', on]
        : [click.referrer ? `from ${click.referrer}` : 'came directly', on, click.language && `reads ${click.language}`, click.rule && `by rule ${click.rule}`];
    return make('li', { class: click.bot ? 'bot' : 'person' },
        make('time', { datetime: click.at }, new Date(click.at).toLocaleTimeString()),
        make('span', {}, facts.filter(Boolean).join(' · ')));
}

function showClicks({ clicks, skipped }) {
    const list = element('latest');
    if (skipped) {
        list.prepend(make('li', { class: 'muted' }, `and ${number(skipped)} more`));
    }
    list.prepend(...clicks.map(row).reverse());
    while (list.children.length > SHOWN) {
        list.lastElementChild.remove();
    }
    element('no-latest').hidden = true;
}

function hear(text, showTotals) {
    const lines = text.split('\n');
    const of = (name) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1)).join('\n').trim();
    showState(lines[0].startsWith(':away') ? 'waiting' : 'live');
    switch (of('event')) {
        case 'clicks': return showClicks(JSON.parse(of('data')));
        case 'totals': return showTotals(JSON.parse(of('data')));
        default:
    }
}

async function read(path, showTotals) {
    const response = await api(`${path}/clicks/live`, { headers: { Accept: 'text/event-stream' } });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
        const { value, done } = await reader.read();
        if (done) {
            return;
        }
        const events = (text + value).split('\n\n');
        text = events.pop();
        events.forEach((event) => hear(event, showTotals));
    }
}

/** Goes on until there is no such link for this person any more. */
export async function stayLive(path, showTotals) {
    for (;;) {
        try {
            await read(path, showTotals);
        } catch (problem) {
            if (problem.status === 401 || problem.status === 404) {
                return;
            }
        }
        showState('waiting');
        await new Promise((later) => setTimeout(later, RETRY));
    }
}
