// Package mtasts reads, writes, judges and fetches MTA-STS policies (RFC 8461).
//
// Mail between servers is sent over STARTTLS, which begins in clear text, so
// somebody in the middle can strike the offer to encrypt, or answer in the name of
// another host. With MTA-STS a domain tells senders beforehand which hosts take
// its mail, and that these show good certificates. It has two parts:
//
//   - A TXT record at _mta-sts.<domain>, "v=STSv1; id=…;". It says that there is a
//     policy. Its id changes whenever the policy does. DNS may be forged, so the record
//     holds nothing else. See Record and Select.
//   - The policy at https://mta-sts.<domain>/.well-known/mta-sts.txt. The web
//     server's certificate proves that it is the domain's. It names the mail hosts
//     (mx), what to do when a host does not fit (mode), and how long senders may
//     keep it (max_age). See Policy and Fetcher.
//
// A sender keeps the policy for max_age seconds, even when record and policy are
// gone: that is its protection, and why a change is done in steps. Body first, id
// second; before retiring, mode none until the longest max_age has run out (RFC
// 8461 section 8).
//
// The faults that cost most: a star that stands for two labels (*.mx.microsoft
// matches nothing); a redirect, which senders must not follow; a certificate that
// does not name mta-sts.<domain>; a sign-in page in place of the policy.
package mtasts
