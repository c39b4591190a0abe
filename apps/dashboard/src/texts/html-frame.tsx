import { useMemo } from "react";

import { frameDocument } from "./frame-document.ts";
import styles from "./texts.module.css";

interface HtmlFrameProps {
  readonly html: string;
  readonly title: string;
}

/** A message's markup where nothing of it can run, reach the page or fetch anything. */
export function HtmlFrame({ html, title }: HtmlFrameProps) {
  const document = useMemo(() => frameDocument(html), [html]);
  return <iframe className={styles["frame"]} sandbox="" srcDoc={document} title={title} referrerPolicy="no-referrer" />;
}
