// The nearest known word to one that is not known: for 'did you mean'.

/** Number of single-letter changes, insertions, removals and swaps of neighbours from one word to the other (Damerau–Levenshtein). */
export function distance(a: string, b: string): number {
  let [before, last] = [new Array<number>(b.length + 1).fill(0), Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length]
}

/** The known word that is nearest, if it is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, d: name.startsWith(word) && word.length > 1 ? 0.5 : distance(word, name) })).sort((a, b) => a.d - b.d)
  return ranked.length > 0 && ranked[0].d <= Math.max(2, word.length / 3) ? ranked[0].name : undefined
}

/** ' Did you mean …?' or ''. */
export function didYouMean(word: string, known: readonly string[], prefix = ''): string {
  const found = nearest(word, known)
  return found === undefined ? '' : ` Did you mean ${prefix}${found}?`
}
