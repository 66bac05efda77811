// One link: what it is, its QR code, its statistics, and clicks as they are counted.
import { api, copy, date, element, make, number, tell, whenSignedIn } from './session.js';
import { bars, shares } from './charts.js';

const code = element('link').dataset.code;
const path = `/api/v1/links/${code}`;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';

const HOUR = 3_600_000;
const RANGES = {
    day: { unit: 'hour', length: 23 * HOUR, label: { hour: 'numeric', minute: '2-digit' } },
    week: { unit: 'day', length: 6 * 24 * HOUR, label: { weekday: 'short', day: 'numeric' } },
    month: { unit: 'day', length: 29 * 24 * HOUR, label: { day: 'numeric', month: 'short' } },
};
const DIMENSIONS = { referrer: 'Came from', browser: 'Browser', os: 'System', device: 'Device', language: 'Language' };
const RETRY = 3_000;

let newest = 0;
let drawChart = () => {};

async function showLink() {
    const link = await (await api(path)).json();
    document.title = `${link.title ?? code} – Casebook`;
    element('link-title').textContent = link.title ?? code;
    element('short-url').textContent = link.shortUrl;
    element('short-url').href = link.shortUrl;
    element('preview').href = `${link.shortUrl}+`;
    element('target').textContent = link.url;
    element('target').href = link.url;
    element('facts').textContent = [
        `made ${date(link.createdAt)}`,
        link.validFrom && `from ${date(link.validFrom)}`,
        link.validUntil && `until ${date(link.validUntil)}`,
        link.maxVisits && `at most ${number(link.maxVisits)} visits`,
        link.rules.length && `${link.rules.length} rules`,
        `answers ${link.status}`,
    ].filter(Boolean).join(' · ');
    element('tags').replaceChildren(...link.tags.map((name) => make('li', {}, make('span', { class: 'tag' }, name))));
    element('copy').addEventListener('click', () => copy(link.shortUrl, element('copy')));
}

async function showQr() {
    const image = URL.createObjectURL(await (await api(`${path}/qr?format=svg&size=352`)).blob());
    element('qr').src = image;
    element('qr-save').href = image;
}

function showTotals({ total, bots }) {
    element('total').textContent = number(total);
    element('people').textContent = number(total - bots);
    element('bots').textContent = number(bots);
}

function words(value) {
    return value === '(none)' ? 'not said' : value;
}

async function showStatistics() {
    const asked = ++newest;
    const range = RANGES[document.querySelector('#range :checked').value];
    const query = new URLSearchParams({
        unit: range.unit, zone, by: Object.keys(DIMENSIONS).join(','), from: new Date(Date.now() - range.length).toISOString(),
    });
    const statistics = await (await api(`${path}/stats?${query}`)).json();
    if (asked !== newest) {
        return; // A later choice has overtaken this one.
    }
    const label = (start) => new Date(start).toLocaleString(undefined, range.label);
    showTotals(statistics);
    element('visitors').textContent = number(statistics.range.visitors);
    drawChart = () => element('chart').replaceChildren(bars(statistics.range.series, label, element('chart').clientWidth));
    drawChart();
    element('breakdowns').replaceChildren(
        ...Object.entries(DIMENSIONS).map(([name, title]) => shares(title, statistics.by[name], words)));
    tell();
}

function showLive(state) {
    element('live').dataset.state = state;
    element('live').textContent = state;
}

/** Server-sent events, read by hand: an EventSource cannot carry a token. */
async function readLive() {
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
        events.forEach(hear);
    }
}

function hear(event) {
    const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n');
    showLive(event.startsWith(':away') ? 'waiting' : 'live');
    if (data) {
        const totals = JSON.parse(data);
        const before = element('total').textContent;
        showTotals(totals);
        if (before !== number(totals.total)) {
            showStatistics().catch(tell);
        }
    }
}

async function stayLive() {
    for (;;) {
        try {
            await readLive();
        } catch (problem) {
            if (problem.status === 401 || problem.status === 404) {
                return;
            }
        }
        showLive('waiting');
        await new Promise((later) => setTimeout(later, RETRY));
    }
}

whenSignedIn(async () => {
    try {
        await showLink();
    } catch (problem) {
        if (problem.status === 404) {
            element('content').hidden = true;
            throw new Error(`You have no link with the code ${code}.`);
        }
        throw problem;
    }
    addEventListener('resize', () => drawChart());
    element('range').addEventListener('change', () => showStatistics().catch(tell));
    await Promise.all([showQr(), showStatistics()]);
    stayLive();
});
