/**
 * The one stretch in which two texts differ, so that cursor and history of the rest stay.
 *
 * @param {string} old
 * @param {string} next
 */
export function findChange(old, next) {
  const most = Math.min(old.length, next.length);
  let from = 0;
  while (from < most && old[from] === next[from]) from++;
  let tail = 0;
  while (tail < most - from && old[old.length - 1 - tail] === next[next.length - 1 - tail]) tail++;
  return { from, to: old.length - tail, insert: next.slice(from, next.length - tail) };
}
