// One link: what it is, its QR code, its statistics, and clicks as they are counted.
import { api, copy, date, element, make, number, tell, whenSignedIn } from './session.js';
import { bars, shares } from './charts.js';
import { makeEditable } from './edit.js';
import { stayLive } from './live.js';

const code = element('link').dataset.code;
const path = `/api/v1/links/${code}`;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC';

const HOUR = 3_600_000;
const RANGES = {
    day: { unit: 'hour', length: 23 * HOUR, label: { hour: 'numeric', minute: '2-digit' } },
    week: { unit: 'day', length: 6 * 24 * HOUR, label: { weekday: 'short', day: 'numeric' } },
    month: { unit: 'day', length: 29 * 24 * HOUR, label: { day: 'numeric', month: 'short' } },
};
const DIMENSIONS = { referrer: 'Came from', browser: 'Browser', os: 'System', device: 'Device', language: 'Language', rule: 'Rule' };

let newest = 0;
let drawChart = () => {};

const CONDITIONS = {
    device: ({ value }) => `on ${value}`,
    language: ({ value }) => `in ${value}`,
    query: ({ name, value }) => (value === null ? `with ?${name}` : `with ?${name}=${value}`),
    after: ({ value }) => `from ${date(value)}`,
    before: ({ value }) => `until ${date(value)}`,
};

function ruleItem({ url, conditions }) {
    const when = conditions.map((condition) => CONDITIONS[condition.type](condition)).join(' and ') || 'always';
    return make('li', {}, `${when}: `, make('a', { href: url, rel: 'noopener noreferrer nofollow' }, url));
}

function showLink(link) {
    document.title = `${link.title ?? code} – Casebook`;
    element('link-title').textContent = link.title ?? code;
    element('short-url').textContent = link.shortUrl;
    element('short-url').href = link.shortUrl;
    element('preview').href = `${link.shortUrl}+`;
    element('target').textContent = link.url;
    element('target').href = link.url;
    element('facts').textContent = [
        `made ${date(link.createdAt)}`,
        link.updatedAt !== link.createdAt && `changed ${date(link.updatedAt)}`,
        link.validFrom && `from ${date(link.validFrom)}`,
        link.validUntil && `until ${date(link.validUntil)}`,
        link.maxVisits && `at most ${number(link.maxVisits)} visits`,
        link.forwardQuery && 'adds the query',
        link.maxAge && `browsers may repeat it for ${number(link.maxAge)} s`,
        `answers ${link.status}`,
    ].filter(Boolean).join(' · ');
    element('shown-tags').replaceChildren(...link.tags.map((name) => make('li', {}, make('span', { class: 'tag' }, name))));
    element('shown-rules').replaceChildren(...link.rules.map(ruleItem));
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

const words = (dimension) => (value) => (value !== '(none)' ? value : dimension === 'rule' ? 'none' : 'not said');

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
    drawChart = () => {
        const room = element('chart').clientWidth;
        if (room > 0) { // What nobody sees has none.
            element('chart').replaceChildren(bars(statistics.range.series, label, room));
        }
    };
    drawChart();
    element('breakdowns').replaceChildren(
        ...Object.entries(DIMENSIONS).map(([name, title]) => shares(title, statistics.by[name], words(name))));
    tell();
}

function showNewTotals(totals) {
    const before = element('total').textContent;
    showTotals(totals);
    if (before !== number(totals.total)) {
        showStatistics().catch(tell);
    }
}

whenSignedIn(async () => {
    try {
        makeEditable(await (await api(path)).json(), showLink);
    } catch (problem) {
        if (problem.status === 404) {
            element('content').hidden = true;
            throw new Error(`You have no link with the code ${code}.`);
        }
        throw problem;
    }
    element('copy').addEventListener('click', () => copy(element('short-url').href, element('copy')));
    element('copy').disabled = false;
    addEventListener('resize', () => drawChart());
    element('range').addEventListener('change', () => showStatistics().catch(tell));
    await Promise.all([showQr(), showStatistics()]);
    stayLive(path, showNewTotals);
});
