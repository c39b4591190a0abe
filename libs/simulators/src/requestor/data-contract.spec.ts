import { describe, expect, it } from "vitest";

import { requestor } from "../testing/requestor.ts";

const I = "http://www.w3.org/2001/XMLSchema-instance";
const POSTS = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.Posts";
const XML = { "content-type": "application/xml; charset=utf-8", accept: "application/xml" };

const post = (members: string, namespace = POSTS) =>
  `<NewMessagePost xmlns:i="${I}" xmlns="${namespace}">${members}</NewMessagePost>`;

describe("Requestor XML", () => {
  it("takes members in alphabetical order, nil and lists included", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const body = post(
      `<Attachments xmlns:d2p1="http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.DataStructures"><d2p1:NewAttachment><d2p1:ContentLength>5</d2p1:ContentLength><d2p1:ContentType>text/plain</d2p1:ContentType><d2p1:Data>${btoa("hello")}</d2p1:Data><d2p1:FileName>ä.txt</d2p1:FileName></d2p1:NewAttachment></Attachments>` +
        `<Html>true</Html><IsMobileDevice>false</IsMobileDevice><IsPrivate>1</IsPrivate><Message>a &amp; &#xE4; &lt;b&gt; <![CDATA[<i>]]></Message>` +
        `<SendViaOutboundEmail>true</SendViaOutboundEmail><SendViaOutboundEmailBcc i:nil="true" />` +
        `<SendViaOutboundEmailCc xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"><a:string>j@x.example</a:string></SendViaOutboundEmailCc>` +
        `<SendViaOutboundEmailFrom>support@requestor.example</SendViaOutboundEmailFrom><TicketId>${id}</TicketId><TicketREF i:nil="true" />`,
    );
    const reply = await client.post("/Tickets/NewMessage", body, XML);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.headers.get("content-type")).toBe("application/xml; charset=utf-8");
    const [message] = client.control.messages(id);
    expect(reply.text).toBe(
      `<NewMessageResult xmlns:i="${I}" xmlns="http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.Results"><TicketMessageId>${String(message?.id)}</TicketMessageId></NewMessageResult>`,
    );
    expect(message).toMatchObject({
      html: true,
      private: true,
      body: "a & ä <b> <i>",
      attachments: [{ fileName: "ä.txt", contentLength: 5, data: btoa("hello") }],
      outboundEmail: { from: "support@requestor.example", cc: ["j@x.example"], bcc: [] },
    });
  });

  it("drops without a word a member that comes too late", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const lost = await client.post("/Tickets/NewMessage", post(`<TicketId>${id}</TicketId><Message>x</Message>`), XML);
    expect(lost).toMatchObject({ status: 400 });
    expect(lost.text).toBe("<Error><Message>Message is required.</Message></Error>");
    const leak = post(`<Message>x</Message><IsPrivate>true</IsPrivate><TicketId>${id}</TicketId>`);
    expect((await client.post("/Tickets/NewMessage", leak, XML)).status).toBe(200);
    expect(client.control.messages(id)).toMatchObject([{ body: "x", private: false }]);
  });

  it("ignores unknown members and those of another namespace, without losing their neighbours", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const body = post(
      `<Author>kim</Author><IsPrivate xmlns="urn:other">true</IsPrivate><Message>x</Message><TicketId>${id}</TicketId>`,
    );
    expect((await client.post("/Tickets/NewMessage", body, XML)).status).toBe(200);
    expect(client.control.messages(id)).toMatchObject([{ private: false }]);
  });

  it.each([
    ["no namespace", post("<Message>x</Message>", "")],
    ["another root", "<Post/>"],
    ["broken markup", post("<Message>x")],
    ["a DTD", `<!DOCTYPE x [<!ENTITY e "x">]>${post("<Message>&e;</Message>")}`],
    ["an unknown entity", post("<Message>&nbsp;</Message>")],
    ["nil for a boolean", post('<Html i:nil="true" />')],
    ["a number that is none", post("<TicketId>forty-seven</TicketId>")],
    ["an element within a text", post("<Message>a <b>bold</b> word</Message>")],
    ["a bare ampersand", post("<Message>a & b</Message>")],
    ["a control character", post("<Message>a\u0007b</Message>")],
    ["a reference to a control character", post("<Message>a&#x7;b</Message>")],
    ["a reference to half a pair", post("<Message>a&#xD83D;b</Message>")],
    ["the end of a CDATA section in text", post("<Message>a ]]> b</Message>")],
    ["a prefix that is not declared", post('<x:Message xmlns:y="urn:y">a</x:Message>')],
    ["an attribute twice", post('<Message a="1" a="2">x</Message>')],
    ["two roots", `${post("<Message>x</Message>")}<a/>`],
    ["text behind the root", `${post("<Message>x</Message>")}x`],
    ["a wrong end", "<NewMessagePost><Message>x</NewMessagePost></Message>"],
  ])("answers %s with a ModelState as <Error>", async (_case, body) => {
    const client = await requestor();
    const reply = await client.post("/Tickets/NewMessage", body, XML);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain("<Error><Message>The request is invalid.</Message><ModelState><newMessagePost>");
  });

  it("takes a declaration, comments, CDATA, white space and prefixes wherever XML allows them", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const body =
      `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<!-- <a> -->\n` +
      `<p:NewMessagePost xml:space='preserve' xmlns:p = "${POSTS}">\n <p:Html>\n true\n</p:Html>` +
      `<p:Message ><!-- no --> a&#10;<![CDATA[<]]&gt;]]> &apos;</p:Message ><p:TicketId>${id}</p:TicketId>\n</p:NewMessagePost>\n`;
    const reply = await client.post("/Tickets/NewMessage", body, XML);
    expect(reply.status, reply.text).toBe(200);
    expect(client.control.messages(id)).toMatchObject([{ html: true, body: " a\n<]]&gt; '" }]);
  });

  it("reads a message with 20 MB of attachments", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const data = Buffer.alloc(20_000_000, "attachment").toString("base64");
    const structures = "http://schemas.datacontract.org/2004/07/RequestorApiDataStructures.DataStructures";
    const body = post(
      `<Attachments xmlns:d2p1="${structures}"><d2p1:NewAttachment><d2p1:Data>${data}</d2p1:Data></d2p1:NewAttachment></Attachments>` +
        `<Message>x</Message><TicketId>${id}</TicketId>`,
    );
    expect((await client.post("/Tickets/NewMessage", body, XML)).status).toBe(200);
    expect(client.control.messages(id)[0]?.attachments[0]?.data === data).toBe(true);
  }, 60_000);

  it("takes a new ticket and a search in XML too, an enum by its name only", async () => {
    const client = await requestor({ searchLagMs: 0 });
    const ticket = (type: string) =>
      `<NewTicketPost xmlns="${POSTS}"><Message>x</Message><Subject>Printer</Subject><Type>${type}</Type></NewTicketPost>`;
    const made = await client.post("/Tickets/NewTicket", ticket("EndUserTicket"), XML);
    expect(made.status, made.text).toBe(200);
    expect(made.text).toMatch(/^<NewTicketResult .*<TicketId>\d+<\/TicketId><TicketREF>TIC-\d{6}<\/TicketREF></);
    for (const type of ["1", "endUserTicket", "Wish"]) {
      expect((await client.post("/Tickets/NewTicket", ticket(type), XML)).status).toBe(400);
    }
    const search = `<SearchTicketsPost xmlns="${POSTS}"><PageSize>5</PageSize><Value>printer</Value></SearchTicketsPost>`;
    const found = await client.post("/Tickets/SearchTickets", search, XML);
    expect(found.text).toMatch(/^<SearchTicketsResult .*<d2p1:Items><d2p1:TicketOverview>.*TIC-\d{6}/);
  });

  it("encodes in an <Error> the names that XML does not allow", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    const body = { TicketId: id, Message: "x", Attachments: [{ Data: "!" }] };
    const reply = await client.post("/Tickets/NewMessage", body, { accept: "text/xml" });
    expect(reply.text).toContain("<newMessagePost.Attachments_x005B_0_x005D_.Data>An error has occurred.</");
  });

  it("reads line ends as LF, and a carriage return only as a reference", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket();
    await client.post("/Tickets/NewMessage", post(`<Message>a\r\nb&#xD;\nc</Message><TicketId>${id}</TicketId>`), XML);
    expect(client.control.messages(id)[0]?.body).toBe("a\nb\r\nc");
  });

  it("writes tickets with enum names, nil, and members in alphabetical order", async () => {
    const client = await requestor();
    const { id } = client.control.createTicket({ subject: "a & b" });
    client.control.addMessage(id, { text: "x < y\u0001" });
    const { text } = await client.get(`/Tickets/GetTicket/${id}`, { accept: "text/xml" });
    expect(text).toMatch(/^<GetTicketResult xmlns:i=/);
    expect(text).toContain("<TicketType>Incident</TicketType>");
    expect(text).toContain('<SolverKey i:nil="true" />');
    expect(text).toContain("<Subject>a &amp; b</Subject>");
    expect(text).toContain("<d2p1:Body>x &lt; y&#x1;</d2p1:Body>");
    const members = [...text.matchAll(/<([A-Z]\w+)[ >]/g)]
      .map(([, name]) => name)
      .filter((name) => name !== "GetTicketResult");
    expect(members).toEqual([...members].sort());
  });
});
