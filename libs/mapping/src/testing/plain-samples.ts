const line998 = "A line of exactly as many characters as mail allows. ".repeat(20).slice(0, 998);

/**
 * Plain bodies as clients send them. In code and not in files, because an editor, a formatter or a checkout would mend
 * what is odd about them.
 */
export const plainSamples: Readonly<Record<string, string>> = {
  "quotes with signs": "Yes.\n\n> On Monday Kim wrote:\n>> Is it on?\n>>> > no\n>\n>unspaced\n-- \nJane",
  "line ends of Windows": "one\r\ntwo\r\n\r\n  three\r\n",
  "line ends of old Macs and all three mixed": "one\rtwo\r\nthree\nfour\n\r",
  "tabs and columns": "a\tb\t\tc\n\tindented\n    four spaces   and three\n",
  "lines of 998 characters": `${line998}\r\n${line998}\r\n${"x".repeat(998)}\r\n`,
  "one line of a megabyte": "word ".repeat(200_000),
  "white space at both ends": "\n\n  start\n\nend  \n\n",
  "line and paragraph separators": "one\u2028two\u2029three\u0085four",
  "a byte order mark": "\ufefffirst\ufeff middle",
  "directions and isolates": "\u202babc אבג\u202c \u2067טקסט\u2069 \u200f12\u200e \u061c٣",
  "joined emoji": "👨‍👩‍👧‍👦 👩🏽‍💻 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ❤️ 1️⃣ 🇳🇴",
  "letters in two spellings": "é e\u0301 각 \u1100\u1161\u11a8 Å \u212b ﬁ",
  "beyond the first plane": "𠮷野家 𝒜𝓫𝕔 🜁",
  "spaces of every width": "a\u00a0b\u2009c\u3000d\u202fe\u200bf\u00adg\u2060h",
  "markup as text": '<p onclick="x()">no</p> &amp; &lt;b&gt; <script>alert(1)</script> a < b && c > d',
  "like a page": "<html><body>This is not markup</body></html>",
  "like an attribution line":
    "[Kim, 2026-01-02 03:04 UTC, SuperOffice message 8812/1, 0123456789abcdef]\n\nquoted by hand",
  "like what is said at a mirror's foot": "Hello\n\n[Attachment not carried: a.pdf, 1 kB]",
  "second controls and delete": "a\u007fb\u0080c\u009bd",
  "private letters and non-characters that are no fault": "\ue000 \uf8ff \u{10fffd}",
  "only signs": "!\n...\n--\n***",
};

/** Plain bodies with what no helpdesk can carry, and what stands in their place. */
export const faultySamples: Readonly<Record<string, readonly [text: string, arrives: string]>> = {
  "a NUL": ["before\u0000after", "before␀after"],
  "a terminal's colours": ["\u001b[31mred\u001b[0m\u0007", "␛[31mred␛[0m␇"],
  "a backspace between words": ["one\u0008two", "one␈two"],
  "half a character": ["a\ud83d b\ude00 c", "a\ufffd b\ufffd c"],
  "what is no character": ["a\uffffb\ufffec", "a\ufffdb\ufffdc"],
  "page and line feeds of printers": ["one\ftwo\u000bthree", "one\ntwo\nthree"],
};
