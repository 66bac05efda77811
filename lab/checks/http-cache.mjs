// Runs http-cache-tests against a gateway of its own that caches: node http-cache.mjs <folder with the package> <quarkus-run.jar> <list of known failures>.
// Exits with 0 when nothing fails but what is listed, and nothing that is listed passes; 1 otherwise.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';

const [, , folder, jar, list] = process.argv;
const suite = join(folder, 'node_modules', 'http-cache-tests');
const patience = 60_000;
const children = [];

const routes = `upstream: tests
routes:
  - id: all
    path: /test/**
    methods: [GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH]
    auth: none
    cache: { heuristic: 60m, staleIfError: 60m }
  - { id: control, path: /config/**, methods: [PUT], auth: none }
  - { id: state, path: /state/**, methods: [GET], auth: none }
`;

function freePort() {
    return new Promise((resolve) => {
        const server = createServer().listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

function start(command, args, env) {
    const child = spawn(command, args, { cwd: suite, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
}

async function isReady(url) {
    try {
        return (await fetch(url)).status === 200;
    } catch {
        return false;
    }
}

async function until(url) {
    const end = Date.now() + patience;
    while (!await isReady(url)) {
        if (Date.now() > end) {
            throw new Error(`${url} is not ready`);
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}

function output(child) {
    return new Promise((resolve) => {
        let text = '';
        child.stdout.on('data', (part) => text += part);
        child.stdout.on('end', () => resolve(text));
    });
}

async function run() {
    const [origin, health, port, management] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
    // The gateway asks a service whether it is ready; the tests' own server has no such path.
    const readiness = http.createServer((_, response) => response.end()).listen(health, '127.0.0.1');
    start('node', ['server/server.mjs'], {
        npm_config_protocol: 'http', npm_config_port: origin, npm_config_pidfile: join(folder, 'server.pid'),
    }).stdout.resume();
    mkdirSync(join(folder, 'routes'));
    writeFileSync(join(folder, 'routes', 'tests.yaml'), routes);
    const java = join(process.env.JAVA_HOME, 'bin', 'java');
    start(java, ['-Xmx128m', '-XX:+UseSerialGC', '-jar', jar], {
        CASEBOOK_INSTANCE: 'check-http-cache',
        CASEBOOK_DATA_DIR: folder,
        CASEBOOK_PUBLIC_URL: `http://localhost:${port}`,
        CASEBOOK_JWT_ISSUER: 'https://casebook.dev/check',
        CASEBOOK_JWT_AUDIENCE: 'casebook',
        CASEBOOK_JWT_JWKS_URL: `http://localhost:${port}/.well-known/jwks.json`,
        CASEBOOK_GATEWAY_ROUTES: join(folder, 'routes'),
        CASEBOOK_GATEWAY_UPSTREAMS: `tests=localhost:${origin}/${health}`,
        QUARKUS_HTTP_HOST: '127.0.0.1',
        QUARKUS_HTTP_PORT: port,
        QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
        QUARKUS_MANAGEMENT_PORT: management,
        // The tests' server closes idle connections after 5 s, and a request that meets that moment would be answered 502.
        CASEBOOK_GATEWAY_POOL_KEEP_ALIVE: '2s',
        // It also lets many tests wait at once on purpose, which looks like a queue.
        CASEBOOK_GATEWAY_SHEDDING_ENABLED: 'false',
        QUARKUS_SHUTDOWN_DELAY: '0s',
    }).stdout.resume();
    await until(`http://127.0.0.1:${port}/healthz`);
    const tests = start('node', ['--no-warnings', 'cli.mjs'], {
        npm_config_base: `http://127.0.0.1:${port}`, npm_package_config_id: '',
    });
    const results = JSON.parse(await output(tests));
    readiness.close();
    return results;
}

function end(child) {
    if (child.exitCode !== null || child.signalCode !== null) {
        return undefined;
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    return ended;
}

/** Lines of a table that begin with a test's name in backticks. */
function known() {
    return new Set([...readFileSync(list, 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map((line) => line[1]));
}

function judge(results, expected) {
    const names = Object.keys(results);
    const failed = names.filter((name) => results[name] !== true);
    const news = failed.filter((name) => !expected.has(name));
    const gone = [...expected].filter((name) => !failed.includes(name));
    news.forEach((name) => console.log(`  FAIL  ${name}: ${results[name].join(': ')}`));
    gone.forEach((name) => console.log(`  FAIL  ${name}: is listed as a failure in ${list} and passes, or is no test`));
    console.log(`${names.length - failed.length} of ${names.length} pass; ${failed.length - news.length} fail for a reason given in ${list}`);
    return news.length + gone.length === 0;
}

try {
    const results = await run();
    process.exitCode = judge(results, known()) ? 0 : 1;
} finally {
    await Promise.all(children.map(end));
}
