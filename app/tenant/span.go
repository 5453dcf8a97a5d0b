package tenant

import "time"

// SignInDaysSetting names the setting that keeps how many days of sign-ins are
// read. Microsoft keeps 30 with Entra ID P1 (Microsoft Learn, Microsoft Entra data retention).
const SignInDaysSetting = "sign-in-days"

// SignInDays returns how many days of sign-ins are read by the settings kept: 30
// where that was chosen, else 7.
func SignInDays(kept map[string]string) time.Duration {
	if kept[SignInDaysSetting] == "30" {
		return 30
	}
	return 7
}
