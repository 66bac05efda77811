// Bars over time and by value, as SVG and HTML.
import { make, number } from './session.js';

const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 220;
const LABEL = 84;
const LEFT = 44;
const BOTTOM = 26;
const TOP = 10;

function draw(tag, attributes, ...children) {
    const drawn = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
        drawn.setAttribute(name, value);
    }
    drawn.append(...children);
    return drawn;
}

/** The least of 1, 2, 5, 10, 20, … that four steps of it reach. */
function step(most) {
    for (let power = 1; ; power *= 10) {
        const fit = [1, 2, 5].find((each) => each * power * 4 >= most);
        if (fit) {
            return fit * power;
        }
    }
}

function grid(top, each, y, right) {
    const lines = [];
    for (let value = 0; value <= top; value += each) {
        lines.push(
            draw('line', { x1: LEFT, x2: right, y1: y(value), y2: y(value), class: 'grid' }),
            draw('text', { x: LEFT - 8, y: y(value) + 4, 'text-anchor': 'end' }, number(value)));
    }
    return lines;
}

/** Clicks of people and, on top of them, of bots, for each unit of time; as wide as there is room, so that letters keep their size. */
export function bars(series, label, room) {
    const most = Math.max(1, ...series.map((point) => point.clicks));
    const each = step(most);
    const top = Math.ceil(most / each) * each;
    const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
    const width = (room - LEFT) / series.length;
    const every = Math.ceil(LABEL / width);
    const columns = series.map((point, i) => {
        const x = LEFT + i * width + width * 0.14;
        const people = point.clicks - point.bots;
        const said = `${label(point.start)}: ${number(people)} of people, ${number(point.bots)} of bots`;
        return draw('g', {},
            draw('title', {}, said),
            draw('rect', { x: LEFT + i * width, y: TOP, width, height: HEIGHT - TOP - BOTTOM, class: 'hit' }),
            draw('rect', { x, y: y(people), width: width * 0.72, height: y(0) - y(people), class: 'people', rx: 2 }),
            draw('rect', { x, y: y(point.clicks), width: width * 0.72, height: y(people) - y(point.clicks), class: 'bots', rx: 2 }),
            i % every ? '' : draw('text', { x: x + width * 0.36, y: HEIGHT - 6, 'text-anchor': 'middle' }, label(point.start)));
    });
    const sum = series.reduce((clicks, point) => clicks + point.clicks, 0);
    return draw('svg', { viewBox: `0 0 ${room} ${HEIGHT}`, role: 'img', 'aria-label': `${number(sum)} clicks, from ${label(series[0].start)} to ${label(series.at(-1).start)}` },
        ...grid(top, each, y, room), ...columns);
}

/** The values of one dimension, those with most clicks first. */
export function shares(title, share, words) {
    const rows = share.values.map(({ value, clicks }) => [words(value), clicks]);
    if (share.other) {
        rows.push(['others', share.other]);
    }
    const all = rows.reduce((sum, [, clicks]) => sum + clicks, 0);
    const lines = rows.slice(0, 8).map(([value, clicks]) => make('li', {},
        make('span', { class: 'value', title: value }, value),
        make('span', { class: 'clicks' }, number(clicks)),
        make('meter', { min: 0, max: all, value: clicks, 'aria-label': `${value}: ${clicks} of ${all}` })));
    return make('section', { class: 'card share' },
        make('h3', {}, title),
        rows.length ? make('ul', {}, ...lines) : make('p', { class: 'empty' }, 'No click of a person in this range.'));
}
