package mtasts

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"handrail/app/guide"
)

// The services that serve files for you, with a certificate of theirs.

// cloudOff is what to do about Cloudflare's proxy, which keeps a service from getting
// its certificate (Cloudflare: proxy status).
const cloudOff = "If Cloudflare manages your DNS records, set this record to “DNS only” (grey cloud). Otherwise, the " +
	"service cannot get its certificate."

var azure = hosting{
	id: "azure-static-web-apps", title: "Azure Static Web Apps",
	hint:   "Recommended by Microsoft. Needs an Azure subscription.",
	lead:   "For organisations that already have an Azure subscription.",
	target: "your-app.azurestaticapps.net",
	record: "Replace your-app.azurestaticapps.net with the name that Azure shows for your app. " + cloudOff,
	files: func(s site) []guide.File {
		return []guide.File{indexPage(s), text("site/staticwebapp.config.json", `{
  "routes": [
    {
      "route": "/.well-known/mta-sts.txt",
      "headers": { "Cache-Control": "no-store" }
    }
  ],
  "mimeTypes": {
    ".txt": "text/plain"
  }
}
`)}
	},
	steps: func(s site) []string {
		return []string{
			"In the Azure portal, select “Create a resource” > “Static Web App”. Select “Other” as the source of " +
				"the files.",
			"Open the new app and copy its deployment token from “Manage deployment token”.",
			"On a computer with Node.js, open a terminal in the saved folder. Run: " +
				"npx @azure/static-web-apps-cli deploy ./site --env production --deployment-token YOUR-TOKEN",
			"Add the DNS record that Handrail shows, with your app's own name as its value.",
			fmt.Sprintf("In the app, open “Custom domains” and add %s. Azure then gets a certificate for it "+
				"automatically.", s.host),
			"Wait until Azure has validated the domain, then check again in Handrail.",
		}
	},
	links: []guide.Link{{Title: "Azure portal: Static Web Apps",
		URL: "https://portal.azure.com/#create/Microsoft.StaticApp"}},
}

var githubPages = hosting{
	id: "github-pages", title: "GitHub Pages", hint: "Free. Needs a GitHub account and a public repository.",
	lead:   "For anyone with a free GitHub account.",
	target: "your-account.github.io",
	record: "Replace “your-account” with the name of your GitHub account. " + cloudOff,
	files: func(s site) []guide.File {
		return []guide.File{
			indexPage(s),
			text("site/CNAME", "%s\n", s.host),
			text("site/.nojekyll", "# With this file, GitHub publishes the folder .well-known.\n"),
			text("site/.gitattributes",
				"# The line endings of the policy are part of it.\n.well-known/mta-sts.txt -text\n"),
		}
	},
	steps: func(s site) []string {
		return []string{
			"On GitHub, create a new public repository for the policy only. Let GitHub add the first file that " +
				"it offers, so that the branch “main” exists.",
			"Uploading in the browser leaves out every name that begins with a dot. So select “Add file” > " +
				"“Create new " +
				"file”, type the name .nojekyll and select “Commit changes”. The content does not matter.",
			"Select “Create new file” again and type the name .well-known/mta-sts.txt. The slash makes the folder. " +
				"Paste the lines of the policy and select “Commit changes”.",
			"Upload “index.html” and “CNAME” from the folder “site” in the browser. With the program git, you can " +
				"add the whole folder at once instead.",
			"To open the page for a new file directly, replace the two names in this address: " +
				"https://github.com/your-account/your-repository/new/main?filename=.well-known/mta-sts.txt",
			"Add the DNS record that Handrail shows, with your account's name in it.",
			fmt.Sprintf("In the repository, open “Settings” > “Pages”. Publish from the branch “main”, and set %s "+
				"as the custom domain.", s.host),
			cloudOff,
			"When the certificate is ready, select “Enforce HTTPS” on the same page. This can take an hour.",
		}
	},
	links: []guide.Link{{Title: "GitHub: create a repository", URL: "https://github.com/new"}},
}

var cloudflarePages = hosting{
	id: "cloudflare-pages", title: "Cloudflare Pages",
	hint:   "Free. Easiest if Cloudflare already manages your DNS records.",
	lead:   "For anyone with a free Cloudflare account.",
	target: "your-project.pages.dev",
	record: "Replace “your-project” with the name of your project. If Cloudflare manages your DNS records, it adds " +
		"this one automatically.",
	files: func(s site) []guide.File {
		return []guide.File{indexPage(s), text("site/_headers", `# The MTA-STS policy of %[2]s must arrive as plain text.
https://%[1]s/.well-known/mta-sts.txt
  Content-Type: text/plain; charset=utf-8
  Cache-Control: no-store
`, s.host, s.domain)}
	},
	steps: func(s site) []string {
		return []string{
			"In the Cloudflare dashboard, open “Workers & Pages”, select “Create” > “Pages”, then the option to " +
				"upload files yourself.",
			"Name the project, and drag the folder “site” onto the page. Include the hidden folder “.well-known”.",
			fmt.Sprintf("Open the project's “Custom domains” and add %s.", s.host),
			"Add the DNS record that Handrail shows, unless Cloudflare offers to add it for you.",
			"In the domain's security settings, turn off browser checks for this page, because mail servers are not " +
				"browsers.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

var cloudflareWorker = hosting{
	id: "cloudflare-worker", title: "Cloudflare Worker", hint: "Free. Cloudflare must already manage your DNS records.",
	lead: "For domains whose DNS records Cloudflare manages. One small program, no files.",
	files: func(s site) []guide.File {
		policy, _ := json.Marshal(s.policy) // a string always marshals
		return []guide.File{
			text("worker.js", `// Publishes the MTA-STS policy of %[2]s at https://%[1]s/.well-known/mta-sts.txt
const host = %[4]q;
const policy = %[3]s;

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (url.hostname === host && url.pathname === "/.well-known/mta-sts.txt") {
      return new Response(policy, {
        headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
      });
    }
    return new Response("Not found\n", { status: 404 });
  },
};
`, s.host, s.domain, policy, s.host),
			text("wrangler.toml", `name = "%[2]s"
main = "worker.js"
compatibility_date = "2026-01-01"

[[routes]]
pattern = "%[1]s"
custom_domain = true
`, s.host, workerName(s.domain)),
		}
	},
	steps: func(s site) []string {
		return []string{
			"In the Cloudflare dashboard, open “Workers & Pages” and create a Worker from the “Hello World” example. " +
				"Name it " + workerName(s.domain) + ". Each domain needs its own name, because the same name " +
				"replaces the earlier Worker.",
			"Select “Edit code”. Replace all of it with the text of the file “worker.js”, then deploy.",
			fmt.Sprintf("In the Worker's settings, open “Domains & Routes” and add %s as a custom domain. "+
				"Cloudflare adds the record and the certificate.", s.host),
			"In the domain's security settings, turn off browser checks for this page, because mail servers are not " +
				"browsers.",
			"Or run “npx wrangler deploy” in the saved folder.",
		}
	},
	links: []guide.Link{{Title: "Cloudflare dashboard", URL: "https://dash.cloudflare.com/"}},
}

// workerName returns the name of a domain's Worker: small letters, digits and dashes,
// at most 63, and another one for each domain (Cloudflare: Wrangler configuration).
func workerName(domain string) string {
	const limit = 63
	name := "mta-sts-" + strings.ReplaceAll(strings.ReplaceAll(domain, "-", "--"), ".", "-")
	if len(name) > limit {
		sum := sha256.Sum256([]byte(domain))
		name = strings.TrimRight(name[:limit-9], "-") + "-" + hex.EncodeToString(sum[:4])
	}
	return name
}

var anyWebSpace = hosting{
	id: "web-space", title: "Any other web space", hint: "Any service that publishes a file over a secure connection",
	lead:   "For the web space that came with your domain, or any other service.",
	target: "your-web-server",
	record: "Replace the value shown with the name of your web server. If it has no name, add an A record with its " +
		"address instead.",
	files: func(site) []guide.File { return nil },
	steps: func(s site) []string {
		return []string{
			fmt.Sprintf("At your provider, add %s as an additional domain or subdomain, with its own empty folder.",
				s.host),
			"Turn on a certificate for it. Most providers offer one for free.",
			"Upload the contents of the folder “site” to that folder. Include the folder “.well-known”, which may be " +
				"hidden.",
			"If the page then answers with the error 500, look for a file “.htaccess” from your provider or another " +
				"program in that folder. Rename it and try again.",
			"Do not change the files. If your upload program has a “binary” mode, select it.",
			"Turn off all redirects for this name, including one to “www”. Mail servers do not follow redirects.",
			"If your provider does not manage your DNS records, add the DNS record that Handrail shows.",
		}
	},
}
