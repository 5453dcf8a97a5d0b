// Package mtasts reads, writes, checks and fetches MTA-STS policies (RFC 8461).
//
// Mail servers send email over STARTTLS, which begins in clear text. So an attacker
// in between can remove the offer to encrypt, or answer as another server. With
// MTA-STS, a domain publishes its mail servers and requires valid certificates from
// them. It has two parts:
//
//   - A TXT record at _mta-sts.<domain>, "v=STSv1; id=…;". It shows that there is a
//     policy. Its id changes whenever the policy does. DNS may be forged, so the record
//     contains nothing else. See Record and Select.
//   - The policy at https://mta-sts.<domain>/.well-known/mta-sts.txt. The web
//     server's certificate proves that it belongs to the domain. It names the mail
//     servers (mx), what to do when a server does not match (mode), and how long
//     senders may cache it (max_age). See Policy and Fetcher.
//
// A sender caches the policy for max_age seconds, even if record and policy
// disappear. This protects the domain, and is why every change has an order: policy
// first, id second. Before removal, mode none until the longest max_age has expired
// (RFC 8461 section 8).
//
// The most frequent mistakes: a star for two labels (*.mx.microsoft matches
// nothing); a redirect, which senders must not follow; a certificate that does not
// name mta-sts.<domain>; a sign-in page instead of the policy.
package mtasts
