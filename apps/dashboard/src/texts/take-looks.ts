import { asGround, asWords, cssOf, ink, painted, paintOf, white, type Colour, type Paint } from "./colour.ts";
import { mostSideways, noRoom, sidewaysWanted } from "./sideways-room.ts";
import { simpleLook } from "./simple-look.ts";

/** Where a cleaned text's own looks stand while it is parsed: as `style` the page's policy would refuse them. */
export const lookAttribute = "data-look";

/** What says or hides something of its own besides; all of it is taken off. */
const ofItsOwn = [lookAttribute, "style", "class", "id", "hidden", "bgcolor", "color", "background"];

/** The colour that is inherited, as it was wished for and as it is shown, and what it stands on. */
interface Standing {
  readonly wished: Paint;
  readonly words: Colour;
  readonly ground: Colour;
  /** How much of the width may still be room beside the words. */
  readonly room: number;
}

/**
 * Takes the looks of their own off a text's elements and gives what may be shown of them as rules, of classes that the
 * elements get: colours, emphasis, sizes, alignment, the room and the borders of tables. What would hide words is not
 * among it: an operator sees all that stands there, also what a mail hides, says in white on white, or pushes aside by
 * elements in elements.
 *
 * A message's style is read by the browser's own parser, on an element that stands nowhere, and only ever asked for single
 * properties; no text of it reaches the rules.
 */
export function takeLooks(body: HTMLElement): string {
  const reader = lookReader();
  const names = new Map<string, string>();
  const standings = new Map<Element | null, Standing>();
  for (const element of body.querySelectorAll("*")) {
    const around = standings.get(element.parentElement) ?? onPaper;
    const { standing, declarations } = lookOf(element, around, reader);
    standings.set(element, standing);
    for (const name of ofItsOwn) element.removeAttribute(name);
    if (element.localName === "details") element.setAttribute("open", "");
    if (declarations.length === 0) continue;
    const rule = declarations.join("; ");
    const name = names.get(rule) ?? `look-${names.size + 1}`;
    names.set(rule, name);
    element.setAttribute("class", name);
  }
  return [...names].map(([rule, name]) => `.${name} { ${rule} }`).join("\n");
}

const onPaper: Standing = { wished: { colour: ink, opacity: 1 }, words: ink, ground: white, room: mostSideways };

function lookOf(element: Element, around: Standing, { read, paint }: LookReader) {
  const said = read(element);
  const own = paint(said("color")) ?? paintOfAttribute(element, "color", paint);
  const below = paint(said("background-color")) ?? paintOfAttribute(element, "bgcolor", paint) ?? markerOf(element);
  const ground = below === null ? around.ground : asGround(painted(below, around.ground));
  const wished = own ?? around.wished;
  const words = asWords(painted(wished, ground), ground);
  const wanted = sidewaysWanted(element, said);
  const fits = wanted <= around.room;
  const declarations = [
    ...simpleLook(said, paint),
    ...(fits ? [] : noRoom),
    ...(below === null ? [] : [`background-color: ${cssOf(ground)}`]),
    ...(own === null && cssOf(words) === cssOf(around.words) ? [] : [`color: ${cssOf(words)}`]),
  ];
  return { standing: { wished, words, ground, room: fits ? around.room - wanted : around.room }, declarations };
}

/** A browser marks by itself. */
function markerOf({ localName }: Element): Paint | null {
  return localName === "mark" ? { colour: [255, 240, 150], opacity: 1 } : null;
}

/** As old mail programs say it, with or without its "#". */
function paintOfAttribute(element: Element, name: string, paint: LookReader["paint"]): Paint | null {
  const said = element.getAttribute(name);
  return said === null ? null : (paint(said) ?? paint(`#${said}`));
}

type LookReader = ReturnType<typeof lookReader>;

function lookReader() {
  const { style } = document.createElement("span");
  const pen = document.createElement("canvas").getContext("2d");
  const unlikely = "#010203";
  return {
    /** What is to be read of one element; of the one before no more. */
    read: (element: Element) => {
      style.cssText = element.getAttribute(lookAttribute) ?? "";
      return (property: string) => style.getPropertyValue(property);
    },
    /** Any way to say a colour; null: it is none, or one that stands elsewhere. */
    paint: (said: string): Paint | null => {
      if (pen === null || said === "") return null;
      pen.fillStyle = unlikely;
      pen.fillStyle = said;
      const heard = String(pen.fillStyle);
      return heard === unlikely ? null : paintOf(heard);
    },
  };
}
