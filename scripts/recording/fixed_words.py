"""Which words in keys are fixed parts of a name, as "cart" in cart:17, and which may be
somebody's name, as in user:alice.

A word stands in a context: the kinds of all parts, and what stands before it. There it is fixed
if it recurs, and if it is one of a few such words that make up nearly all that stands there.
"""

import collections

from recording.key_pattern import TOKEN, WORD, Part, varies

RECURS = 10  # Times at least,
SHARE = 0.005  # and of all words of the context at least.
NEARLY_ALL = 0.8
# Different words of a context: of the first, which says what the thing is, and of another.
MOST_FIRST = 60
MOST = 16


class FixedWords:
    """Once a context has been judged, no more words become fixed there."""

    def __init__(self):
        self._kept = {}  # The words, by the context.

    def known(self, pattern):
        """The pattern without the words that are known not to be fixed."""
        if not self._kept:
            return pattern
        for i, part in enumerate(pattern):
            if part.kind == WORD:
                kept = self._kept.get(_context(pattern, i))
                if kept is not None and part.text not in kept:
                    pattern = _without(pattern, i)
        return pattern

    def judge(self, counts):
        """`counts` is how often each pattern was seen. Returns what each becomes."""
        become = {pattern: pattern for pattern in counts}
        for i in range(max(map(len, counts), default=0)):
            contexts = collections.defaultdict(collections.Counter)
            for pattern, count in counts.items():
                pattern = become[pattern]
                if i < len(pattern) and pattern[i].kind == WORD:
                    contexts[_context(pattern, i)][pattern[i].text] += count
            for context, words in contexts.items():
                self._kept[context] = _fixed(context, words) & self._kept.get(
                    context, words.keys())
            for pattern, now in become.items():
                if (i < len(now) and now[i].kind == WORD and
                        now[i].text not in self._kept[_context(now, i)]):
                    become[pattern] = _without(now, i)
        return become


def _context(pattern, at):
    """What stands before, and the kinds of the rest; what stands between is part of it."""
    return pattern[:at], tuple(Part(part.kind, "" if part.kind == WORD else part.text)
                               for part in pattern[at:])


def _without(pattern, at):
    return (*pattern[:at], Part(TOKEN, ""), *pattern[at + 1 :])


def _fixed(context, words):
    before, rest = context
    total = sum(words.values())
    fixed = {word for word, count in words.items()
             if count >= RECURS and count >= SHARE * total}
    most = MOST_FIRST if not before and any(map(varies, rest)) else MOST
    if len(fixed) > most or sum(words[word] for word in fixed) < NEARLY_ALL * total:
        return set()
    return fixed
