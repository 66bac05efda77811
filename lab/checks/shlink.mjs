// Drives every operation of Shlink's own SDK against a running stack: node shlink.mjs <gateway>. Exits with 0 when all passed, 1 otherwise.
import assert from 'node:assert/strict';
import { ShlinkApiClient } from '@shlinkio/shlink-js-sdk';
import { ErrorType } from '@shlinkio/shlink-js-sdk/api-contract';
import { NodeHttpClient } from '@shlinkio/shlink-js-sdk/node';

const gateway = process.argv[2];
const patience = 60_000;
const target = 'https://example.com/';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const json = { 'Content-Type': 'application/json' };

let failed = 0;
const used = new Set();

async function step(name, work) {
    try {
        await work();
        console.log(`  pass  ${name}`);
    } catch (e) {
        failed++;
        const said = e instanceof Error ? e.message : JSON.stringify(e);
        console.log(`  FAIL  ${name}: ${said.replaceAll('\n', '\n        ')}`);
    }
}

async function post(path, headers, body) {
    const response = await fetch(gateway + path, {
        method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body),
    });
    if (!response.ok) {
        throw new Error(`${path} answered ${response.status}; is the stack up? ./casebook up`);
    }
    return response.json();
}

/** A client for a user of its own, which notes which operations were called. */
async function client() {
    const subject = `shlink-check-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    const { access_token } = await post('/auth/token', {}, { subject });
    const { key } = await post('/api/v1/api-keys', { Authorization: `Bearer ${access_token}` }, { name: 'check shlink' });
    return noting(new ShlinkApiClient(new NodeHttpClient(), { baseUrl: gateway, apiKey: key }));
}

function noting(sdk) {
    return new Proxy(sdk, {
        get: (_, name) => typeof sdk[name] !== 'function' ? sdk[name] : (...given) => {
            used.add(name);
            return sdk[name](...given);
        },
    });
}

const refused = (call, type) => assert.rejects(call, (problem) => {
    assert.equal(problem.type, type);
    return true;
});

async function eventually(check) {
    const end = Date.now() + patience;
    for (;;) {
        try {
            return await check();
        } catch (e) {
            if (Date.now() > end) {
                throw e;
            }
            await new Promise((later) => setTimeout(later, 250));
        }
    }
}

let shlink;
try {
    shlink = await client();
} catch (e) {
    console.error(`casebook: check shlink: ${e.cause?.message ?? e.message} (${gateway})`);
    process.exit(2);
}
const slug = `check-${Date.now().toString(36)}`;
const link = { shortCode: slug };
let created;

await step('health', async () => assert.equal((await shlink.health()).status, 'pass'));
await step('createShortUrl', async () => {
    created = await shlink.createShortUrl({
        longUrl: target, customSlug: slug, tags: ['one', 'two'], title: 'A check', maxVisits: 100, validUntil: '2099-01-01T00:00:00+00:00',
    });
    assert.equal(created.shortCode, slug);
    assert.equal(created.shortUrl, `${gateway}/s/${slug}`);
    assert.deepEqual(created.meta, { validSince: null, validUntil: '2099-01-01T00:00:00+00:00', maxVisits: 100 });
});
await step('createShortUrl, findIfExists', async () => {
    const wish = { longUrl: `${target}again`, tags: ['two'], findIfExists: true };
    const first = await shlink.createShortUrl(wish);
    assert.equal((await shlink.createShortUrl(wish)).shortCode, first.shortCode);
});
await step('createShortUrl, slug taken', () =>
    refused(shlink.createShortUrl({ longUrl: target, customSlug: slug }), ErrorType.INVALID_SLUG));
await step('createShortUrl, wrong target', () =>
    refused(shlink.createShortUrl({ longUrl: 'javascript:alert(1)' }), ErrorType.INVALID_ARGUMENT));
await step('getShortUrl', async () => assert.deepEqual(await shlink.getShortUrl(link), created));
await step('getShortUrl, unknown', () => refused(shlink.getShortUrl({ shortCode: 'nothere' }), ErrorType.INVALID_SHORTCODE));
await step('listShortUrls', async () => {
    const { data, pagination } = await shlink.listShortUrls({
        tags: ['one', 'two'], tagsMode: 'all', searchTerm: 'check', orderBy: { field: 'visits', dir: 'DESC' }, itemsPerPage: 5,
        excludeMaxVisitsReached: true, excludePastValidUntil: true,
    });
    assert.deepEqual(data, [created]);
    assert.equal(pagination.totalItems, 1);
    assert.equal((await shlink.listShortUrls()).pagination.totalItems, 2);
});
await step('updateShortUrl', async () => {
    const changed = await shlink.updateShortUrl(link, { title: null, maxVisits: null, forwardQuery: false });
    assert.deepEqual(changed, { ...created, title: null, forwardQuery: false, meta: { ...created.meta, maxVisits: null } });
});
await step('setShortUrlRedirectRules', async () => {
    const rules = [{
        longUrl: `${target}ios`,
        conditions: [
            { type: 'device', matchKey: null, matchValue: 'ios' },
            { type: 'query-param', matchKey: 'a', matchValue: 'b' },
        ],
    }];
    const set = await shlink.setShortUrlRedirectRules(link, { redirectRules: rules });
    assert.deepEqual(set, { defaultLongUrl: target, redirectRules: [{ priority: 1, ...rules[0] }] });
});
await step('getShortUrlRedirectRules', async () => {
    assert.equal((await shlink.getShortUrlRedirectRules(link)).redirectRules.length, 1);
    assert.equal((await shlink.getShortUrl(link)).hasRedirectRules, true);
});
await step('a visit redirects and is counted', async () => {
    const visit = await fetch(`${gateway}/s/${slug}`, {
        redirect: 'manual', headers: { 'User-Agent': firefox, Referer: 'https://news.example/a' },
    });
    assert.equal(visit.status, 302);
    assert.equal(visit.headers.get('Location'), target);
    await eventually(async () =>
        assert.deepEqual((await shlink.getShortUrl(link)).visitsSummary, { total: 1, nonBots: 1, bots: 0 }));
});
await step('getShortUrlVisits', async () => {
    const { data, pagination } = await shlink.getShortUrlVisits(link, { page: 1, itemsPerPage: 10, excludeBots: true });
    assert.equal(pagination.totalItems, 1);
    assert.equal(data[0].referer, 'news.example');
    assert.equal(data[0].potentialBot, false);
});
await step('getVisitsOverview', async () => {
    const overview = await shlink.getVisitsOverview();
    assert.deepEqual(overview.nonOrphanVisits, { total: 1, nonBots: 1, bots: 0 });
    assert.equal(typeof overview.orphanVisits.total, 'number');
});
await step('getTagVisits', async () => assert.equal((await shlink.getTagVisits('one')).pagination.totalItems, 1));
await step('getTagVisits, unknown', () => refused(shlink.getTagVisits('nothere'), ErrorType.TAG_NOT_FOUND));
await step('getDomainVisits', async () => assert.equal((await shlink.getDomainVisits('DEFAULT')).pagination.totalItems, 1));
await step('getDomainVisits, unknown', () => refused(shlink.getDomainVisits('other.example'), ErrorType.DOMAIN_NOT_FOUND));
await step('getNonOrphanVisits', async () => assert.equal((await shlink.getNonOrphanVisits()).data.length, 1));
await step('getOrphanVisits', async () => assert.ok(Array.isArray((await shlink.getOrphanVisits({ type: 'base_url' })).data)));
await step('deleteOrphanVisits', async () => assert.equal(typeof (await shlink.deleteOrphanVisits()).deletedVisits, 'number'));
await step('deleteShortUrlVisits', async () => {
    assert.deepEqual(await shlink.deleteShortUrlVisits(link), { deletedVisits: 1 });
    assert.equal((await shlink.getShortUrlVisits(link)).pagination.totalItems, 0);
});
await step('listTags', async () => assert.deepEqual((await shlink.listTags()).data, ['one', 'two']));
await step('tagsStats', async () =>
    assert.deepEqual((await shlink.tagsStats()).data.map(({ tag, shortUrlsCount }) => [tag, shortUrlsCount]), [['one', 1], ['two', 2]]));
await step('editTag', async () => {
    await shlink.editTag({ oldName: 'one', newName: 'three' });
    assert.deepEqual((await shlink.getShortUrl(link)).tags.sort(), ['three', 'two']);
});
await step('editTag, the other exists', () => refused(shlink.editTag({ oldName: 'three', newName: 'two' }), ErrorType.TAG_CONFLICT));
await step('deleteTags', async () => {
    await shlink.deleteTags(['two']);
    assert.deepEqual((await shlink.listTags()).data, ['three']);
});
await step('listDomains', async () => {
    const { data } = await shlink.listDomains();
    assert.deepEqual(data.map(({ domain, isDefault }) => [domain, isDefault]), [[new URL(gateway).host, true]]);
});
await step('editDomainRedirects', async () =>
    assert.equal((await shlink.editDomainRedirects({ domain: new URL(gateway).host, baseUrlRedirect: null })).baseUrlRedirect, null));
await step('mercureInfo, not configured', () => refused(shlink.mercureInfo(), ErrorType.MERCURE_NOT_CONFIGURED));
await step('deleteShortUrl', async () => {
    await shlink.deleteShortUrl(link);
    await refused(shlink.getShortUrl(link), ErrorType.INVALID_SHORTCODE);
});
await step('another user sees nothing of it', async () =>
    assert.equal((await (await client()).listShortUrls()).pagination.totalItems, 0));
await step('a wrong key is refused', () =>
    refused(new ShlinkApiClient(new NodeHttpClient(), { baseUrl: gateway, apiKey: 'wrong' }).listTags(), ErrorType.INVALID_API_KEY));
await step('every operation of the SDK was called', () => {
    const all = Object.getOwnPropertyNames(ShlinkApiClient.prototype).filter((name) => name !== 'constructor');
    assert.deepEqual(all.filter((name) => !used.has(name)), []);
    assert.ok(all.length >= 22, `only ${all.length} operations`);
});

process.exitCode = failed ? 1 : 0;
console.log(failed ? `${failed} failed` : `all passed, ${used.size} operations of the SDK`);
