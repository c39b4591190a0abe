import { Component, type ReactNode } from "react";

import { NotLoaded } from "./not-loaded.tsx";
import { NotLoadedError } from "./not-loaded-error.ts";
import { RenderFailed } from "./render-failed.tsx";

interface BoundaryProps {
  /** Where this changes, what is within is shown anew. */
  readonly place?: string;
  /** What stands around the sentence. */
  readonly frame?: (trouble: ReactNode) => ReactNode;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly failure: { readonly error: unknown } | null;
}

/** Where something within fails, a sentence stands in its place and the rest of the page stays. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error } };
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.failure !== null && before.place !== this.props.place) this.#showAnew();
  }

  override render(): ReactNode {
    const { children, frame = (trouble) => trouble } = this.props;
    const { failure } = this.state;
    if (failure === null) return children;
    return frame(
      failure.error instanceof NotLoadedError ? <NotLoaded /> : <RenderFailed onRetry={() => this.#showAnew()} />,
    );
  }

  #showAnew(): void {
    this.setState({ failure: null });
  }
}
