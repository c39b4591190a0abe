import { Anchor, type AnchorProps } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";

interface AnchorToProps extends AnchorProps {
  readonly to: string;
  readonly children: ReactNode;
}

/** A link within the page. */
export function AnchorTo({ to, children, ...rest }: AnchorToProps) {
  return (
    <Anchor component={Link} href={to} {...rest}>
      {children}
    </Anchor>
  );
}
