import type { AccessStore } from "./access-store.ts";
import type { ActStore } from "./act-store.ts";
import type { AttachmentStore } from "./attachment-store.ts";
import type { BackfillStore } from "./backfill-store.ts";
import type { AuditStore } from "./audit-store.ts";
import type { CaptureStore } from "./capture-store.ts";
import type { CreationStore } from "./creation-store.ts";
import type { IdentityStore } from "./identity-store.ts";
import type { LaneStore } from "./lane-store.ts";
import type { LinkStore } from "./link-store.ts";
import type { MirrorStore } from "./mirror-store.ts";
import type { PollStore } from "./poll-store.ts";
import type { RelearnStore } from "./relearn-store.ts";
import type { SideStore } from "./side-store.ts";
import type { Wake } from "./wake.ts";

/** Everything the engine and the admin API keep. All times are the database's clock; durations cross the port. */
export interface Store
  extends
    AccessStore,
    ActStore,
    AttachmentStore,
    BackfillStore,
    AuditStore,
    CaptureStore,
    CreationStore,
    IdentityStore,
    LaneStore,
    LinkStore,
    MirrorStore,
    PollStore,
    RelearnStore,
    SideStore,
    Wake {}
