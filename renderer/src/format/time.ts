/** Spans and moments as words. */
import { GAP, MISSING, isMissing } from './numbers.ts';
import { formatTexts } from '../texts/format.ts';

type Maybe = number | null | undefined;

/** `10 min 20 s`, `3 h 05 min`, `2 d 4 h`; below ten seconds one decimal. For what a person waits for. */
export function span(seconds: Maybe): string {
  if (isMissing(seconds) || !Number.isFinite(seconds) || seconds < 0) return MISSING;
  if (seconds < 9.95) return `${seconds < 0.05 ? '0' : seconds.toFixed(1)}${GAP}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${GAP}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}${GAP}min ${whole % 60}${GAP}s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) {
    return `${Math.floor(minutes / 60)}${GAP}h ${String(minutes % 60).padStart(2, '0')}${GAP}min`;
  }
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)}${GAP}d ${hours % 24}${GAP}h`;
}

/** Time left does not need tenths, and small steps of it only flicker. */
export function timeLeft(seconds: Maybe): string {
  if (isMissing(seconds) || !Number.isFinite(seconds) || seconds < 0) return MISSING;
  return seconds < 9.95 ? `${Math.max(1, Math.round(seconds))}${GAP}s` : span(seconds);
}

/** A place on the time axis of a recording: `612 ms`, `1.450 s`. */
export function moment(us: Maybe): string {
  if (isMissing(us)) return MISSING;
  return Math.abs(us) < 999_500 ? `${shortMs(us)}${GAP}ms` : `${(us / 1e6).toFixed(3)}${GAP}s`;
}

const shortMs = (us: number): string =>
  Math.abs(us) >= 10_000 ? String(Math.round(us / 1000)) : String(Number((us / 1000).toPrecision(2)));

const DAY_MS = 86_400_000;

/** `today 14:02`, `yesterday 09:30`, `2 Nov 18:11`, `2 Nov 2025`. */
export function when(atMs: Maybe, nowMs: number): string {
  if (isMissing(atMs)) return MISSING;
  const at = new Date(atMs);
  const now = new Date(nowMs);
  const clock = `${pad(at.getHours())}:${pad(at.getMinutes())}`;
  const days = Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS);
  if (days === 0) return formatTexts.today(clock);
  if (days === 1) return formatTexts.yesterday(clock);
  const date = formatTexts.day(at.getDate(), at.getMonth());
  return at.getFullYear() === now.getFullYear()
    ? `${date} ${clock}`
    : formatTexts.inYear(date, at.getFullYear());
}

/** `2026-11-21 08:32:09`, local time, for tooltips and copying. */
export function timestamp(atMs: Maybe): string {
  if (isMissing(atMs)) return MISSING;
  const at = new Date(atMs);
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-');
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(pad).join(':')}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
const startOfDay = (day: Date): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
