/**
 * The window in a real Chromium on the built workbench: cold start of the loopback door until the first page can be
 * used, the compressed size of that page, memory of the idle host, frames while a training runs at full load, and the
 * time until a cancelled training has ended. The goals stand in the notes; there is no peer.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { serveWorkbench } from '../support/served-workbench.ts';
import { FRAME_PROBE, frameFigures, type FrameFigures } from '../../bench/frames.ts';
import { playbackFrames, type PlaybackFigures } from './playback-frames.ts';
import { SCRUBBED_EVENTS, scrubFrames, type ScrubFigures } from './scrub.ts';
import { median, type BenchResult, type BenchSuite } from '../../bench/types.ts';

const RENDERER = resolve(import.meta.dirname, '../../out/renderer');
const STARTS = 5;
const SESSION_MS = 60_000;
const PAGES = ['home', 'data', 'network', 'hardware', 'simulate', 'train', 'runs', 'compare'];

const at = (page: Page, name: string) => page.locator(`[data-test="${name}"]`);

/** Milliseconds from the start of the host process until the first page's button can be pressed; bytes by gzip. */
async function coldStart(browser: Browser): Promise<{ ms: number; bytes: number }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const files = new Set<string>();
  page.on('response', (response) => files.add(new URL(response.url()).pathname));
  const started = performance.now();
  const workbench = await serveWorkbench();
  try {
    await page.goto(workbench.url, { waitUntil: 'commit' });
    await at(page, 'run-demo').click({ trial: true });
    const ms = performance.now() - started;
    const loaded = [...files].filter((path) => /\.(js|css|html|woff2|svg)$/.test(path));
    const page0 = gzipSync(readFileSync(join(RENDERER, 'index.html'))).length;
    const bytes = loaded.reduce(
      (sum, path) => sum + gzipSync(readFileSync(join(RENDERER, path))).length,
      page0,
    );
    return { ms, bytes };
  } finally {
    await context.close();
    await workbench.close();
  }
}

/** A person who goes through all pages while a training runs; then cancels it. */
async function loadedSession(
  browser: Browser,
  progress: (line: string) => void,
): Promise<{ frames: FrameFigures; idleBytes: number | null; cancelMs: number }> {
  const workbench = await serveWorkbench();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  try {
    await page.goto(workbench.url);
    await at(page, 'run-demo').click({ trial: true });
    await page.waitForTimeout(1500);
    const idleBytes = residentBytes(workbench.pid);
    for (const name of PAGES) await visit(page, name);
    await train(page);
    await page.evaluate(FRAME_PROBE);
    const end = performance.now() + SESSION_MS;
    for (let turn = 0; performance.now() < end; turn++) {
      const name = PAGES[turn % PAGES.length];
      await visit(page, name);
      if (name === 'home') await train(page);
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(700);
      progress(`frames: ${name}`);
    }
    const deltas: number[] = await page.evaluate('window.stopFrames()');
    await train(page);
    const asked = performance.now();
    await at(page, 'demo-cancel').click();
    await at(page, 'demo-cancel').waitFor({ state: 'detached' });
    return { frames: frameFigures(deltas), idleBytes, cancelMs: performance.now() - asked };
  } finally {
    await context.close();
    await workbench.close();
  }
}

/** The demo trains as long as it is shown; where it has ended it is started again. */
async function train(page: Page): Promise<void> {
  await at(page, 'page-home').click();
  const [cancel, run] = [at(page, 'demo-cancel'), at(page, 'run-demo')];
  await cancel.or(run).first().waitFor();
  if (await run.isVisible()) await run.click();
  await cancel.waitFor();
}

async function visit(page: Page, name: string): Promise<void> {
  await at(page, `page-${name}`).click();
  await at(page, `${name}-page`).waitFor();
}

function residentBytes(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return kilobytes ? Number(kilobytes) * 1024 : null;
}

const figure = (name: string, ours: number, unit: string, runs: number, note: string): BenchResult => ({
  name,
  ours,
  baseline: null,
  baselineName: null,
  ratio: null,
  unit,
  runs,
  note,
});

function playbackResults({ openMs, ...phases }: PlaybackFigures): BenchResult[] {
  const of = 'playback of N-MNIST CONV2';
  return [
    figure(`open the ${of}`, openMs, 'ms', 1, ''),
    ...(['playing', 'stepping'] as const).flatMap((phase) => {
      const { p99Ms, longestMs, frames } = phases[phase];
      return [
        figure(`${of}, ${phase}: frame, 99th percentile`, p99Ms, 'ms', frames, 'goal: under 50 ms'),
        figure(`${of}, ${phase}: frame, longest`, longestMs, 'ms', frames, 'goal: none over 200 ms'),
      ];
    }),
  ];
}

function scrubResults({ openMs, ...phases }: ScrubFigures): BenchResult[] {
  const names = { cold: 'scrub, events fetched on the way', warm: 'scrub', playing: 'play' } as const;
  const events = `${SCRUBBED_EVENTS / 1e6} M events`;
  return [
    figure(`open ${events} until the first picture`, openMs, 'ms', 1, ''),
    ...(['cold', 'warm', 'playing'] as const).flatMap((phase) => {
      const { p99Ms, longestMs, frames } = phases[phase];
      const name = `${names[phase]}, ${events}: frame`;
      return [
        figure(`${name}, 99th percentile`, p99Ms, 'ms', frames, 'goal: under 50 ms'),
        figure(`${name}, longest`, longestMs, 'ms', frames, 'goal: none over 200 ms'),
      ];
    }),
  ];
}

export const suite: BenchSuite = async (progress) => {
  const browser = await launchBrowser();
  if (typeof browser === 'string') {
    progress(browser);
    return [];
  }
  try {
    const starts: { ms: number; bytes: number }[] = [];
    for (let run = 0; run <= STARTS; run++) {
      const start = await coldStart(browser);
      progress(`start ${run}: ${Math.round(start.ms)} ms`);
      if (run > 0) starts.push(start); // the first one warms the file cache
    }
    const { frames, idleBytes, cancelMs } = await loadedSession(browser, progress);
    const results = [
      figure(
        'cold start to first page',
        median(starts.map(({ ms }) => ms)),
        'ms',
        STARTS,
        'goal: under 1500 ms',
      ),
      figure('first page, gzip', starts[0].bytes / 1000, 'kB', 1, 'goal: under 450 kB, fonts included'),
      figure('frame under load, 99th percentile', frames.p99Ms, 'ms', frames.frames, 'goal: under 50 ms'),
      figure('frame under load, longest', frames.longestMs, 'ms', frames.frames, 'goal: none over 200 ms'),
      figure('cancel until ended', cancelMs, 'ms', 1, 'goal: under 1000 ms'),
    ];
    progress('playing a schedule back');
    results.push(...playbackResults(await playbackFrames(browser)));
    progress('scrubbing ten million events');
    results.push(...scrubResults(await scrubFrames(browser)));
    if (idleBytes !== null)
      results.push(figure('idle host, resident', idleBytes / 1e6, 'MB', 1, 'goal: under 150 MB'));
    return results;
  } finally {
    await browser.close();
  }
};
