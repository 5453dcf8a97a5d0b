package mfa

import "handrail/app/identity/access"

// SignInSteps returns what person i will see at the next sign-in after the change, in
// order, in the words of Microsoft's English screens. If several cases are
// possible, it is the worst one, and the first line says so.
func (v *Preview) SignInSteps(i int) []string {
	r := &v.Results[i]
	out := r.Outcomes | r.Possible
	if r.at == nil {
		return []string{"Not known: Handrail has no data about this account’s sign-in methods."}
	}
	if r.at.sync {
		return []string{"No one sees anything: a program signs in with this account."}
	}
	var all []string
	if r.Outcomes.Has(NotKnown) {
		all = append(all, "This is the worst case. Handrail does not know whether it happens.")
	}
	d := r.verdict
	if !d.asked && d.after|d.before != 0 {
		all = append(all, "Most sign-ins today do not require MFA. When one does, the person sees this.")
	}
	switch {
	case out.Has(LockedOut):
		all = append(append(all, passwordLine), lockedLines(r)...)
	case out.Has(MustRegister):
		all = append(append(all, passwordLine), registerLines("Text messages and phone calls no longer work. ")...)
	case out.Has(AlreadyBroken) && d.after&Persistent == 0 && d.asked:
		all = append(append(all, passwordLine), registerLines("This already happens today. ")...)
	case out.Has(WillBeAsked) && d.after&Persistent == 0:
		all = append(append(all, passwordLine), registerLines("")...)
	case out.Has(WillBeAsked):
		all = append(append(append(all, passwordLine), prompt(d.firstAfter)...),
			"A page “Let’s keep your account secure” asks to set up another method. “Skip for now” puts it off.",
			"Signed in.")
	case d.firstAfter == 0 && d.asked:
		all = append(append(all, passwordLine), registerLines("This already happens today. ")...)
	case d.firstAfter == 0:
		all = append(all, passwordLine, "Signed in. Nothing requires MFA.")
	default:
		all = append(append(append(all, passwordLine), prompt(d.firstAfter)...), "Signed in.")
	}
	if out.Has(LosesTextSignIn) {
		all = append(all, "They can no longer sign in with the phone number instead of the name.")
	}
	if out.Has(LosesReset) {
		all = append(all, "At “Can’t access your account?” the page “Get back into your account” sends them to an "+
			"administrator.")
	}
	return all
}

const passwordLine = "Name and password, as always."

// prompt describes the page that asks for w.
func prompt(w Factor) []string {
	switch w {
	case Text:
		return []string{"“Enter code”: they get a text message with six digits and enter them."}
	case CallMobile, CallAlternate, CallOffice:
		where := map[Factor]string{CallMobile: "mobile phone", CallAlternate: "second mobile phone",
			CallOffice: "office phone"}[w]
		return []string{"“Approve sign in request”: the " + where + " rings. They answer and press the # key."}
	case Notify:
		return []string{"“Approve sign in request”: the page shows a number. They enter it in Microsoft Authenticator."}
	case PhoneSignIn:
		return []string{"“Check your Authenticator app”: the page shows a number. " +
			"They select it in Microsoft Authenticator. They need no password."}
	case Code:
		return []string{"“Enter code”: they enter six digits from the authenticator app."}
	case Token:
		return []string{"“Enter code”: they enter six digits from the hardware token."}
	case Passkey:
		return []string{"“Face, fingerprint, PIN or security key”: the device asks for the passkey."}
	case Hello:
		return []string{"Windows Hello asks for a face, fingerprint or PIN. It does not work on another computer."}
	case Certificate:
		return []string{"“Use a certificate or smart card”: they choose a certificate."}
	case Other:
		return []string{"They use another method that Handrail does not know."}
	}
	return nil
}

// registerLines describes the pages of registering.
func registerLines(lead string) []string {
	return []string{
		lead + "“More information required: your organization needs more information to keep your account secure.” " +
			"They select Next.",
		"“Keep your account secure” offers the strongest method that is allowed, such as a passkey or Microsoft " +
			"Authenticator.",
		"They set it up. It takes about four minutes and needs their phone.",
		"“Success!”, then signed in. From then on they use the new method.",
	}
}

// lockedLines describes the pages for a person who cannot register.
func lockedLines(r *Result) []string {
	if r.at.openAfter == access.No {
		return []string{
			"“More information required: your organization needs more information to keep your account secure.” " +
				"They select Next.",
			"Microsoft offers no method, because none is on for them. They cannot continue.",
			"An administrator must turn a method on for them first.",
		}
	}
	return []string{
		"“More information required: your organization needs more information to keep your account secure.” They " +
			"select Next.",
		"“You cannot access this right now”: a policy requires the method that they wanted to set up.",
		"They cannot continue. An administrator gives them a Temporary Access Pass, and they set up a new method " +
			"with it.",
	}
}
