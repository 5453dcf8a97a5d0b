package mfa

// Sees says what person i will see at the next sign-in after the change, in
// order, in the words of Microsoft's English screens. Where several cases are
// possible it is the worst one, and the first line says so.
func (v *Preview) Sees(i int) []string {
	r := &v.Results[i]
	out := r.Outcomes | r.Possible
	if r.at == nil {
		return []string{"This cannot be said: what this account has registered is not known."}
	}
	if r.at.sync {
		return []string{"Nobody: a program signs in with this account."}
	}
	var all []string
	if r.Outcomes.Has(NotKnown) {
		all = append(all, "What follows is the worst case; it is not known whether it happens.")
	}
	d := r.verdict
	if !d.asked && d.after|d.before != 0 {
		all = append(all, "Nothing asks for a second step at most sign-ins today. Once something does, this is what comes.")
	}
	switch {
	case out.Has(LockedOut):
		all = append(append(all, passwordLine), lockedLines(r)...)
	case out.Has(MustRegister):
		all = append(append(all, passwordLine), registerLines("There is no text message and no call any more. ")...)
	case out.Has(AlreadyBroken) && d.after&Lasting == 0 && d.asked:
		all = append(append(all, passwordLine), registerLines("This happens today already. ")...)
	case out.Has(WillBeAsked) && d.after&Lasting == 0:
		all = append(append(all, passwordLine), registerLines("")...)
	case out.Has(WillBeAsked):
		all = append(append(append(all, passwordLine), prompt(d.firstAfter)...),
			"A page “Let’s keep your account secure” asks to set up another method. “Skip for now” puts it off.", "Signed in.")
	case d.firstAfter == 0 && d.asked:
		all = append(append(all, passwordLine), registerLines("This happens today already. ")...)
	case d.firstAfter == 0:
		all = append(all, passwordLine, "Signed in. Nothing asks for a second step.")
	default:
		all = append(append(append(all, passwordLine), prompt(d.firstAfter)...), "Signed in.")
	}
	if out.Has(LosesTextSignIn) {
		all = append(all, "Typing the phone number in place of the name no longer works.")
	}
	if out.Has(LosesReset) {
		all = append(all, "At “Can’t access your account?” the page “Get back into your account” sends them to an administrator.")
	}
	return all
}

const passwordLine = "Name and password, as always."

// prompt gives what the page says that asks for w first.
func prompt(w Way) []string {
	switch w {
	case Text:
		return []string{"“Enter code”: a text message with six digits comes to the phone; the digits are typed in."}
	case CallMobile, CallAlternate, CallOffice:
		where := map[Way]string{CallMobile: "mobile phone", CallAlternate: "second mobile phone", CallOffice: "office phone"}[w]
		return []string{"“Approve sign in request”: the " + where + " rings. They answer and press the # key."}
	case Notify:
		return []string{"“Approve sign in request”: the page shows a number, which is typed into the Authenticator app."}
	case PhoneSignIn:
		return []string{"“Check your Authenticator app”: the page shows a number, which is chosen in the app. No password is asked."}
	case Code:
		return []string{"“Enter code”: six digits from the authenticator app are typed in."}
	case Token:
		return []string{"“Enter code”: six digits from the hardware token are typed in."}
	case Passkey:
		return []string{"“Face, fingerprint, PIN or security key”: the device asks for the passkey."}
	case Hello:
		return []string{"Windows Hello asks for a face, a finger or a number. On another computer nothing can be asked."}
	case Certificate:
		return []string{"“Use a certificate or smart card”: a certificate is chosen."}
	case Other:
		return []string{"A page of another method, which Handrail does not know."}
	}
	return nil
}

// registerLines gives the pages of registering.
func registerLines(lead string) []string {
	return []string{
		lead + "“More information required: your organization needs more information to keep your account secure.” They press Next.",
		"“Keep your account secure” offers the strongest method that is allowed, such as a passkey or the Authenticator app.",
		"They set it up. It takes about four minutes, with the phone in the hand.",
		"“Success!”, then signed in. From then on the new method asks.",
	}
}

// lockedLines gives the pages of somebody who cannot register.
func lockedLines(r *Result) []string {
	if r.at.openAfter == No {
		return []string{
			"“More information required: your organization needs more information to keep your account secure.” They press Next.",
			"No method is offered, because none is on for them. They cannot go on.",
			"An administrator must turn a method on for them first.",
		}
	}
	return []string{
		"“More information required: your organization needs more information to keep your account secure.” They press Next.",
		"“You cannot access this right now”: a policy asks for the second step that they were about to set up.",
		"They cannot go on. An administrator gives them a Temporary Access Pass; with it they set up a new method.",
	}
}
