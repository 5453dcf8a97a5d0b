package graphsim

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// What happens in an organisation without a program that uses Microsoft Graph: people register sign-in methods on the
// page Security info, licences are bought, accounts come from the directory on site. People are named by their keys of
// data/people.txt, methods by the words of that file.

// Do does what somebody does in a portal. In path and body, {{…}} stands for something of this tenant, as in
// data/tenant.json. The error is for developers.
func (c *Cloud) Do(method, path, body string) error {
	c.mu.RLock()
	path, err := c.filled(path)
	if err == nil {
		body, err = c.filled(body)
	}
	c.mu.RUnlock()
	switch {
	case err != nil:
		return err
	case body == "":
		return c.byHand(method, path, nil)
	}
	return c.byHand(method, path, json.RawMessage(body))
}

// Named returns the ID of something that {{what:name}} stands for; "" if it stands for nothing.
func (c *Cloud) Named(what, name string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	id, _ := c.standsFor(what, name)
	return id
}

// Register adds a sign-in method to those of a person, who does it unless somebody else acts.
func (c *Cloud) Register(key, method string) error {
	return c.methodsElsewhere(key, method, "registered", func(all []string, name string) []string {
		return append(all, name)
	})
}

// Unregister removes a sign-in method of a person, who does it unless somebody else acts.
func (c *Cloud) Unregister(key, method string) error {
	return c.methodsElsewhere(key, method, "deleted", func(all []string, name string) []string {
		return slices.DeleteFunc(all, func(m string) bool { return m == name })
	})
}

func (c *Cloud) methodsElsewhere(key, method, what string, change func(all []string, name string) []string) error {
	name, known := methodNames[method]
	if !known {
		return fmt.Errorf("no method is called %q", method)
	}
	return c.ofKey(key, func(p *person) {
		p.methods = change(slices.Clone(p.methods), name)
		by, who := c.acting, "Admin"
		if by.Person == "" || by.Person == key {
			by.Person, who = key, "User"
		}
		c.log(c.now(), by, methodDeed(who+" "+what+" security info", who+" "+what+" "+name, p))
	})
}

// SetAway says that an account is not there yet, or that it was made now.
func (c *Cloud) SetAway(key string, away bool) error {
	return c.ofKey(key, func(p *person) {
		if p.away = away; !away {
			c.log(c.now(), c.acting, deed{"Add user", "Core Directory", "UserManagement", "Add", "",
				[]object{personTarget(p, "AccountEnabled", "[]", "[true]", "DisplayName", "[]", quotedJSON([]any{p.name}))}})
		}
	})
}

// SetPerUser sets the per-user multifactor authentication of a person.
func (c *Cloud) SetPerUser(key, state string) error {
	return c.ofKey(key, func(p *person) { p.perUser = state })
}

// Buy adds licences of a product, which data/people.txt names by a letter.
func (c *Cloud) Buy(letter string, licences int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fewer[letter] -= licences
}

// Logged returns how many entries the audit log has.
func (c *Cloud) Logged() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.audits)
}

// TakeLog takes over the entries of another audit log after the first n.
func (c *Cloud) TakeLog(from *Cloud, n int) {
	from.mu.RLock()
	more := slices.Clone(from.audits[n:])
	from.mu.RUnlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.audits = append(c.audits, more...)
}

// ofKey changes a person, and what is counted of people.
func (c *Cloud) ofKey(key string, change func(p *person)) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	i, known := c.handKey[key]
	if !known {
		return fmt.Errorf("there is nobody called %q", key)
	}
	change(c.hand[i])
	c.countAgain()
	return nil
}

// countAgain counts the licences that are given out when they are asked for.
func (c *Cloud) countAgain() { c.used = sync.OnceValue(c.countLicences) }
